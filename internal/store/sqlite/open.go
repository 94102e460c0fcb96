package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofrs/flock"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// The files of a data folder, beside those that SQLite makes itself.
const (
	dbFile   = "verbatim.db"
	lockFile = "verbatim.lock"
)

// Open opens the database in the folder dir and brings its tables up to date;
// where there is none it makes the folder and the file, for this user alone.
// Each error is one line for the person who runs the server.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	if o.HotSessions == 0 {
		o.HotSessions = defaultHotSessions
	}
	if o.Readers <= 0 {
		o.Readers = defaultReaders
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("the data folder cannot be found: %w", err)
	}
	lock, err := claim(dir)
	if err != nil {
		return nil, err
	}
	return openWith(ctx, dir, lock, o)
}

// OpenBeside is Open where a server may be running on the folder. What is
// changed through it must be nothing that the server holds in memory: accounts
// may be, sessions may not.
func OpenBeside(ctx context.Context, dir string) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("the data folder cannot be found: %w", err)
	}
	lock, err := claim(dir)
	if err != nil && !errors.Is(err, errInUse) {
		return nil, err
	}
	return openWith(ctx, dir, lock, Options{HotSessions: -1, Readers: 1})
}

// errInUse says that another process has claimed a data folder.
var errInUse = errors.New("is in use by another Verbatim")

// openWith opens the database of a folder. lock is not held where another
// process has claimed it; releasing it then does nothing.
func openWith(ctx context.Context, dir string, lock *flock.Flock, o Options) (*Store, error) {
	s, err := openFile(ctx, filepath.Join(dir, dbFile), o)
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	s.lock = lock
	return s, nil
}

// claim makes the folder where it is missing, and keeps other processes out:
// memory holds sessions, so there must be one owner.
func claim(dir string) (*flock.Flock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the data folder %s cannot be made: %w; choose a folder that you may write to", dir, cause(err))
	}
	lock := flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))
	switch ok, err := lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("the data folder %s cannot be written to: %w; choose a folder that you may write to", dir, cause(err))
	case !ok:
		return lock, fmt.Errorf("the data folder %s %w: stop that one, or choose another folder", dir, errInUse)
	}
	return lock, nil
}

// openFile opens the database file, which this process owns.
func openFile(ctx context.Context, path string, o Options) (*Store, error) {
	c, err := prepare(ctx, path)
	if err != nil {
		return nil, err
	}
	read, err := newReaders(path, o.Readers)
	if err != nil {
		return nil, explain(path, errors.Join(err, c.Close()))
	}
	return &Store{write: newWriter(c), read: read, hot: newCache(o.HotSessions)}, nil
}

// prepare gives a connection to the database file, which it makes where there
// is none, with its tables up to date.
func prepare(ctx context.Context, path string) (*conn, error) {
	// SQLite would open a file that it may not write to for reading alone, and
	// would let others read a new one.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the database %s cannot be written to: %w; give this user the right to write to it, or choose another data folder", path, cause(err))
	}
	if err := f.Close(); err != nil {
		return nil, explain(path, err)
	}
	c, err := connect(path, writerCache)
	if err != nil {
		return nil, explain(path, err)
	}
	if _, err := migrate(ctx, path, c); err != nil {
		return nil, explain(path, errors.Join(err, c.Close()))
	}
	return c, nil
}

// cause drops the operation and the path, which the message has said already.
func cause(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}

// busyTimeout is how long a connection waits for tools of other processes,
// such as a backup.
const busyTimeout = 5 * time.Second

// pragmas hold for every connection. FULL: a commit is on the disk before it
// is acknowledged. secure_delete: what is deleted is overwritten.
var pragmas = []string{
	"PRAGMA journal_mode = WAL",
	"PRAGMA synchronous = FULL",
	"PRAGMA foreign_keys = ON",
	"PRAGMA secure_delete = ON",
	"PRAGMA temp_store = MEMORY",
	"PRAGMA journal_size_limit = 67108864",
}

// writerCache holds the pages that a few thousand sessions under way write to,
// in KiB, where SQLite's own 2 MiB would have them read from the file again.
const writerCache = "PRAGMA cache_size = -8192"

// connect opens a connection with the pragmas of all, and more.
func connect(path string, more ...string) (*conn, error) {
	c, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		return nil, err
	}
	c.SetBusyTimeout(busyTimeout)
	for _, pragma := range slices.Concat(pragmas, more) {
		if err := sqlitex.ExecuteTransient(c, pragma, nil); err != nil {
			c.Close()
			return nil, err
		}
	}
	return &conn{Conn: c, stmts: map[string]*sqlite.Stmt{}}, nil
}

// explain turns the database's reason not to open into a line for the person
// who runs the server.
func explain(path string, err error) error {
	switch resultCode(err).ToPrimary() {
	case sqlite.ResultNotADB:
		return fmt.Errorf("%s is not a database, or a damaged one: restore it from a backup, or move it away to begin anew", path)
	case sqlite.ResultCorrupt:
		return fmt.Errorf("the database %s is damaged: restore it from a backup, or move it away to begin anew", path)
	case sqlite.ResultReadOnly, sqlite.ResultPerm, sqlite.ResultCantOpen:
		return fmt.Errorf("the database %s or its folder cannot be written to: give this user the right to write to them, or choose another data folder", path)
	case sqlite.ResultFull:
		return fmt.Errorf("the disk is full, so the database %s cannot be opened: make room on it", path)
	case sqlite.ResultBusy:
		return fmt.Errorf("the database %s is held by another program: stop that one first", path)
	}
	return fmt.Errorf("the database %s cannot be opened: %w", path, err)
}

// resultCode gives SQLite's own code, whichever of the two drivers met it.
func resultCode(err error) sqlite.ResultCode {
	var migrating interface{ Code() int } // modernc's error
	if errors.As(err, &migrating) {
		return sqlite.ResultCode(migrating.Code())
	}
	return sqlite.ErrCode(err)
}
