package main

import "verbatim/internal/format/yaml"

type schemaCmd struct{}

// Help is shown by verbatim schema --help.
func (schemaCmd) Help() string {
	return `Writes the JSON Schema (draft 2020-12) of set.yaml. Editors that know YAML complete keys and mark slips with it while you type: name it in the first line of a set, as # yaml-language-server: $schema=set.schema.json

Examples:
  verbatim schema > set.schema.json`
}

// Run writes the schema.
func (schemaCmd) Run(e *env) error {
	src, err := yaml.Schema()
	if err != nil {
		return err
	}
	_, err = e.stdout.Write(src)
	return err
}
