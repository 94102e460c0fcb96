package play

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/google/uuid"

	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// importFolder is where a draft keeps a file of another format until somebody
// has decided what of it comes in. Nothing there is part of the set.
const importFolder = "import/"

// Unreadable says why a file could not be taken, for the person who sent it.
type Unreadable struct{ Name, Why string }

func (u *Unreadable) Error() string { return u.Name + ": " + u.Why }

// Receive makes the files of a draft of those that somebody sent: a folder as
// zip is unpacked, set.yaml and what stands beside it are kept, and a file of
// another format waits for review. *Unreadable; *Refused once there is more than
// a draft may hold, so that many small archives do not unpack to a large heap.
func Receive(ctx context.Context, sent []store.File) ([]store.File, error) {
	var files []store.File
	total := 0
	put := func(f store.File) {
		files = slices.DeleteFunc(files, func(old store.File) bool {
			if old.Name != f.Name {
				return false
			}
			total -= len(old.Data)
			return true
		})
		files = append(files, f)
		total += len(f.Data)
	}
	for _, f := range sent {
		name := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
		unpacked, ok, err := format.Unpack(f.Data)
		switch {
		case err != nil:
			return nil, &Unreadable{name, err.Error()}
		case ok:
			for _, u := range unpacked {
				put(u)
				if total > MaxDraft || len(files) > maxDraftFiles {
					return nil, &Refused{"refused.draft-large"}
				}
			}
		case beside(name):
			put(store.File{Name: name, Data: f.Data})
		case isMain(name, sent):
			put(store.File{Name: format.MainFile, Data: f.Data})
		default:
			if _, _, err := format.Read(ctx, format.Input{Name: name, Data: f.Data}, ""); err != nil {
				return nil, &Unreadable{name, err.Error()}
			}
			put(store.File{Name: importFolder + name, Data: f.Data})
		}
	}
	return files, nil
}

// beside says whether a file stands beside set.yaml as it is: a reading or an image.
func beside(name string) bool {
	return name == format.MainFile ||
		slices.Contains([]string{".md", ".markdown", ".png", ".jpg", ".jpeg", ".gif", ".webp"}, strings.ToLower(path.Ext(name)))
}

// isMain says whether a file is a set.yaml under another name.
func isMain(name string, sent []store.File) bool {
	ext := strings.ToLower(path.Ext(name))
	return (ext == ".yaml" || ext == ".yml") && !slices.ContainsFunc(sent, func(f store.File) bool { return path.Base(f.Name) == format.MainFile })
}

// Review is what would come into a draft from a file of another format.
type Review struct {
	File   string // its name
	Format string // as people call it
	Title  string
	Rows   []ReviewRow
	List   diag.List // findings about the file rather than one question
	imp    *format.Import
}

// ReviewRow is one question of such a file.
type ReviewRow struct {
	Question *quiz.Question
	Exists   bool // the draft has a question of that id
	Lossy    bool // some of it has no place in a set
	Unasked  bool // it is kept and cannot be asked
	List     diag.List
}

// Review reads the file that waits in a draft. ErrNotFound where none does,
// *Unreadable.
func (s *Staff) Review(ctx context.Context, d Draft) (*Review, error) {
	i := slices.IndexFunc(d.Files, func(f store.File) bool { return strings.HasPrefix(f.Name, importFolder) })
	if i < 0 {
		return nil, ErrNotFound
	}
	name := strings.TrimPrefix(d.Files[i].Name, importFolder)
	imp, f, err := format.Read(ctx, format.Input{Name: name, Data: d.Files[i].Data}, "")
	if err != nil {
		return nil, &Unreadable{name, err.Error()}
	}
	r := &Review{File: name, Format: f.Title, Title: imp.Set.Title, imp: imp}
	present := Look(d).Set
	for k := range imp.Set.Questions {
		q := &imp.Set.Questions[k]
		row := ReviewRow{Question: q, Exists: present != nil && present.Index(q.ID) >= 0, Unasked: q.Body == nil || q.Body.Key() == ""}
		for _, found := range imp.List {
			if found.Question == q.ID {
				row.List = append(row.List, found)
				row.Lossy = true
			}
		}
		r.Rows = append(r.Rows, row)
	}
	for _, found := range imp.List {
		if imp.Set.Index(found.Question) < 0 {
			r.List = append(r.List, found)
		}
	}
	return r, nil
}

// What becomes of a question that would come in.
const (
	LeaveOut = "leave"
	Include  = "include" // beside one of the same id, under another
	Replace  = "replace" // in place of the one of the same id
)

// BringIn writes the questions of the file that waits into the draft's
// set.yaml: fates says what becomes of each, by id; what it does not name is
// left out. version is the draft's that was reviewed. ErrNotFound, ErrChanged,
// *Refused, *Unreadable.
func (s *Staff) BringIn(ctx context.Context, who Who, id uuid.UUID, version int, fates map[string]string) (Draft, error) {
	d, err := s.editable(ctx, who, id)
	if err != nil {
		return Draft{}, err
	}
	if d.Version != version {
		return Draft{}, ErrChanged
	}
	r, err := s.Review(ctx, d)
	if err != nil {
		return Draft{}, err
	}
	var into *quiz.Set
	if _, there := FileOf(d, format.MainFile); there {
		if into = Look(d).Set; into == nil {
			return Draft{}, &Refused{"refused.set-broken"}
		}
	} else {
		into = &quiz.Set{Title: cmp.Or(r.imp.Set.Title, d.Set), Description: r.imp.Set.Description, Language: cmp.Or(r.imp.Set.Language, "en")}
	}
	for _, t := range r.imp.Set.Topics {
		if !into.Topics.Has(t.Name) {
			into.Topics = append(into.Topics, t)
		}
	}
	for _, q := range r.imp.Set.Questions {
		at := into.Index(q.ID)
		switch {
		case fates[q.ID] == Replace && at >= 0:
			into.Questions[at] = q
		case fates[q.ID] == Include:
			q.ID = freeID(into, q.ID)
			into.Questions = append(into.Questions, q)
		}
	}
	into.BringDraws(r.imp.Set.Draw)
	if into.ReadingFile == "" {
		into.ReadingFile = onlyReading(d.Files)
	}
	d.Files = slices.DeleteFunc(d.Files, func(f store.File) bool {
		return f.Name == format.MainFile || f.Name == importFolder+r.File ||
			slices.ContainsFunc(r.imp.Media, func(m quiz.File) bool { return m.Name == f.Name })
	})
	d.Files = append(append(d.Files, store.File{Name: format.MainFile, Data: format.Write(into)}), r.imp.Media...)
	if d, err = s.Save(ctx, who, d); err != nil {
		return Draft{}, err
	}
	return d, s.Record(ctx, who, "draft-imported", d.Set, r.File)
}

// freeID gives an id that no question of a set has.
func freeID(set *quiz.Set, id string) string {
	free := id
	for n := 2; set.Index(free) >= 0; n++ {
		free = fmt.Sprintf("%s-%d", id, n)
	}
	return free
}

// onlyReading names the one Markdown file of a draft; empty where there are
// none or several.
func onlyReading(files []store.File) string {
	found := ""
	for _, f := range files {
		if ext := strings.ToLower(path.Ext(f.Name)); (ext == ".md" || ext == ".markdown") && !strings.HasPrefix(f.Name, importFolder) {
			if found != "" {
				return ""
			}
			found = f.Name
		}
	}
	return found
}
