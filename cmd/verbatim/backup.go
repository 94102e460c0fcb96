package main

import (
	"fmt"
	"os"
)

type backupCmd struct {
	databaseFlags
	File string `arg:"" help:"The file to write; it must not exist."`
}

// Help is shown by verbatim backup --help.
func (backupCmd) Help() string {
	return `Writes everything that is kept (learners, sessions, answers, published revisions) to one file, as it stands at one moment. The server may go on meanwhile. The file holds personal data: keep it where others cannot read it.

Examples:
  verbatim backup monday.db
  verbatim backup --data ./state /backups/$(date +%F).db
  verbatim restore monday.db      put it back`
}

// Run writes a backup.
func (c *backupCmd) Run(e *env) error {
	db, err := c.open()
	if err != nil {
		return err
	}
	if err := db.Backup(e.ctx, c.File); err != nil {
		return err
	}
	info, err := os.Stat(c.File)
	if err != nil {
		return notReadable(c.File, err)
	}
	fmt.Fprintf(e.stdout, "%s is written and checked: %d KiB\n", c.File, (info.Size()+1023)/1024)
	return nil
}
