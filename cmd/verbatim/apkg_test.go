package main

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"verbatim/internal/format"
	"verbatim/internal/format/kit"
)

// packageOf makes a package whose database is made by a script.
func packageOf(t *testing.T, name, script string, files map[string]string) kit.Input {
	t.Helper()
	conn, err := sqlite.OpenConn(":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := sqlitex.ExecuteScript(conn, script, nil); err != nil {
		t.Fatal(err)
	}
	data, err := conn.Serialize("main")
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, "b") {
		w, err := zstd.NewWriter(nil)
		if err != nil {
			t.Fatal(err)
		}
		data = w.EncodeAll(data, nil)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name string, data []byte) {
		f, err := z.Create(name)
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	add(name, data)
	for name, text := range files {
		add(name, []byte(text))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return kit.Input{Name: "deck.apkg", Data: out.Bytes()}
}

func readDeck(t *testing.T, in kit.Input) (*kit.Import, error) {
	t.Helper()
	m, f, err := format.Read(context.Background(), in, "")
	if f.Name != "apkg" {
		t.Fatalf("it is taken for %q", f.Name)
	}
	return m, err
}

const oldNotes = `CREATE TABLE col (models TEXT);
INSERT INTO col VALUES ('{"7": {"flds": [{"name": "Front"}, {"name": "Back"}, {"name": "Extra"}]}}');
CREATE TABLE notes (id INTEGER PRIMARY KEY, flds TEXT, tags TEXT, mid INTEGER);
INSERT INTO notes VALUES (1, 'Which <b>sea</b>?<img src="map.png">' || char(31) || 'Baltic' || char(31) || 'It is cold.', ' Seas ', 7);
INSERT INTO notes VALUES (2, 'The {{c1::moon}} pulls.' || char(31) || '', '', 8);`

func TestPackageOfAnki(t *testing.T) {
	m, err := readDeck(t, packageOf(t, "collection.anki2", oldNotes, map[string]string{"media": `{"0": "map.png"}`, "0": "pixels"}))
	if err != nil {
		t.Fatal(err)
	}
	if len(m.List) > 0 || len(m.Set.Questions) != 2 || len(m.Media) != 1 || string(m.Media[0].Data) != "pixels" {
		t.Fatalf("%v %d questions, %d files", m.List, len(m.Set.Questions), len(m.Media))
	}
	first, second := m.Set.Questions[0], m.Set.Questions[1]
	if first.Stem != "Which **sea**?![]("+m.Media[0].Name+")" || first.Explanation != "It is cold." || first.Topic != "seas" || first.Body.Key() != "Baltic" {
		t.Errorf("%+v", first)
	}
	if second.Kind != "cloze" {
		t.Errorf("%+v", second)
	}
}

// A new package has its database packed, and an old one that says only that
// one should update.
func TestNewPackageOfAnki(t *testing.T) {
	script := `CREATE TABLE fields (ntid INTEGER, ord INTEGER, name TEXT);
INSERT INTO fields VALUES (7, 1, 'Extra'), (7, 0, 'Front'), (7, 2, 'Back');
CREATE TABLE notes (id INTEGER PRIMARY KEY, flds TEXT, tags TEXT, mid INTEGER);
INSERT INTO notes VALUES (1, 'Which?' || char(31) || 'More' || char(31) || 'This', '', 7);`
	m, err := readDeck(t, packageOf(t, "collection.anki21b", script, map[string]string{"collection.anki2": "old", "media": "\x0a\x01"}))
	if err != nil || len(m.Set.Questions) != 1 || m.Set.Questions[0].Explanation != "More" || m.Set.Questions[0].Body.Key() != "This" {
		t.Errorf("%v %+v", err, m)
	}
}

func TestHostilePackages(t *testing.T) {
	for name, script := range map[string]string{
		"a view that never ends": `CREATE VIEW notes AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r) SELECT n AS flds, '' AS tags, 1 AS mid FROM r;`,
		"no notes":               `CREATE TABLE other (x);`,
		"other columns":          `CREATE TABLE notes (x);`,
	} {
		if _, err := readDeck(t, packageOf(t, "collection.anki2", script, nil)); err == nil || !strings.Contains(err.Error(), "deck.apkg cannot be read") {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken := packageOf(t, "collection.anki21b", "CREATE TABLE x (y)", nil)
	broken.Data = bytes.Replace(broken.Data, []byte{0x28, 0xb5, 0x2f, 0xfd}, []byte("nope"), 1)
	if _, err := readDeck(t, broken); err == nil {
		t.Error("a database that cannot be unpacked was read")
	}
	if f, ok := format.Detect(kit.Input{Data: []byte("PK\x03\x04nothing")}); ok {
		t.Errorf("a broken archive is taken for %s", f.Name)
	}
}

func TestPackagesOfOthers(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "formats", "corpora", "anki", "anki")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the corpora are not here: they belong in ../shared/formats/corpora beside the project")
	}
	for _, name := range []string{"media.apkg", "diffmodels2-1.apkg"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		m, err := readDeck(t, kit.Input{Name: name, Data: data})
		if err != nil || len(m.Set.Questions) != 1 {
			t.Errorf("%s: %v, %d questions", name, err, len(m.Set.Questions))
		}
	}
}

// Whatever a database holds, it is read or refused.
func FuzzCollection(f *testing.F) {
	for _, script := range []string{oldNotes, "CREATE TABLE notes (flds, tags, mid)"} {
		conn, err := sqlite.OpenConn(":memory:")
		if err != nil {
			f.Fatal(err)
		}
		if err := sqlitex.ExecuteScript(conn, script, nil); err != nil {
			f.Fatal(err)
		}
		data, err := conn.Serialize("main")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		if err := conn.Close(); err != nil {
			f.Fatal(err)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		notes, err := readCollection(t.Context(), data)
		if err != nil && len(notes) > 0 {
			t.Fatalf("%d notes and %v", len(notes), err)
		}
	})
}
