package main

import (
	"bytes"
	"cmp"
	"context"
	"debug/buildinfo"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// module is one module that a program is made of.
type module struct {
	path, version, sum string
}

// modulesOf gives the modules of all programs, each once, in order. Not every
// system needs all.
func modulesOf(files []string) ([]module, error) {
	all := map[module]bool{}
	for _, file := range files {
		info, err := buildinfo.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for m := range maps.Keys(dependencies(info)) {
			all[m] = true
		}
	}
	return slices.SortedFunc(maps.Keys(all), func(a, b module) int {
		return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.version, b.version))
	}), nil
}

func dependencies(info *debug.BuildInfo) map[module]bool {
	all := map[module]bool{}
	for _, d := range info.Deps {
		if d.Replace != nil {
			d = d.Replace
		}
		all[module{d.Path, d.Version, d.Sum}] = true
	}
	return all
}

// writeSBOM writes what the program is made of in the format of CycloneDX. It
// holds no time and no number drawn by chance: the same commit gives the same bytes.
func writeSBOM(file string, info *debug.BuildInfo, modules []module) error {
	b := cdx.NewBOM()
	b.SerialNumber = ""
	b.Metadata = &cdx.Metadata{Component: &cdx.Component{
		BOMRef: "verbatim", Type: cdx.ComponentTypeApplication, Name: "verbatim", Version: info.Main.Version,
	}}
	components := []cdx.Component{{
		BOMRef: "go", Type: cdx.ComponentTypeLibrary, Name: "std", Version: info.GoVersion, PackageURL: "pkg:golang/std@" + info.GoVersion[len("go"):],
	}}
	for _, m := range modules {
		ref := "pkg:golang/" + m.path + "@" + m.version
		components = append(components, cdx.Component{
			BOMRef: ref, Type: cdx.ComponentTypeLibrary, Name: m.path, Version: m.version, PackageURL: ref,
			Properties: &[]cdx.Property{{Name: "go:sum", Value: m.sum}},
		})
	}
	b.Components = &components
	var text bytes.Buffer
	if err := cdx.NewBOMEncoder(&text, cdx.BOMFileFormatJSON).SetPretty(true).Encode(b); err != nil {
		return err
	}
	return os.WriteFile(file, text.Bytes(), 0o644)
}

// licenceFile is the name of a file with the terms under which a module is given.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|copyright)([.-].*)?$`)

// writeLicences writes the licences of all modules into one file. A module
// without one is an error: nobody would know whether it may be handed on.
func writeLicences(ctx context.Context, file, source string, modules []module) error {
	dirs, err := moduleDirs(ctx, source)
	if err != nil {
		return err
	}
	var all bytes.Buffer
	fmt.Fprintln(&all, "Verbatim is made with the modules below, each under its own terms.")
	for _, m := range modules {
		text, err := licenceOf(dirs[m.path])
		if err != nil {
			return fmt.Errorf("%s %s: %w", m.path, m.version, err)
		}
		fmt.Fprintf(&all, "\n==== %s %s\n\n%s", m.path, m.version, text)
	}
	return os.WriteFile(file, all.Bytes(), 0o644)
}

// moduleDirs says where the modules' sources are.
func moduleDirs(ctx context.Context, source string) (map[string]string, error) {
	list, err := command(ctx, source, nil, "go", "list", "-m", "-json=Path,Dir", "all")
	if err != nil {
		return nil, err
	}
	dirs := map[string]string{}
	for d := json.NewDecoder(bytes.NewBufferString(list)); ; {
		var m struct{ Path, Dir string }
		if err := d.Decode(&m); errors.Is(err, io.EOF) {
			return dirs, nil
		} else if err != nil {
			return nil, err
		}
		dirs[m.Path] = m.Dir
	}
}

// licenceOf gives the licence in a module's folder.
func licenceOf(dir string) ([]byte, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var text []byte
	for _, e := range entries {
		if !e.Type().IsRegular() || !licenceFile.MatchString(e.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		text = append(append(text, bytes.TrimSpace(data)...), '\n')
	}
	if len(text) == 0 {
		return nil, fmt.Errorf("there is no licence in its sources: %w", fs.ErrNotExist)
	}
	return text, nil
}
