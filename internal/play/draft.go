package play

import (
	"cmp"
	"context"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/lint"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// Draft is a set that somebody works on. It may be broken in any way.
type Draft = store.SetDraft

// ErrChanged says that a draft was saved meanwhile, in another tab or by
// somebody else.
var ErrChanged = store.ErrChanged

// How much an account may keep in drafts.
const (
	maxDrafts     = 200
	maxDraftFiles = 500
	// MaxDraft is the size of a draft with all its files, in bytes.
	MaxDraft = 24 << 20
)

// setName is the form of a set's id, which stands in addresses.
var setName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

const maxSetName = 60

// Looked is a draft as the checker sees it.
type Looked struct {
	Set  *quiz.Set // nil where its syntax is broken, or there is none yet
	List diag.List // the findings, sorted; a finding's file is the name in the draft
}

// Sound says whether the draft could be published.
func (l Looked) Sound() bool {
	return l.Set != nil && !l.List.HasErrors() && len(l.Set.Questions) > 0
}

// Look checks a draft, as verbatim check does a folder.
func Look(d Draft) Looked {
	set, list, err := format.Parse(d.Set, d.Files)
	if err != nil { // there is no set.yaml yet
		return Looked{}
	}
	if set != nil {
		list = lint.Settle(set, append(list, lint.Check(set)...))
	}
	for i := range list {
		list[i].File = strings.TrimPrefix(list[i].File, d.Set+"/")
		for k := range list[i].Notes {
			list[i].Notes[k].File = strings.TrimPrefix(list[i].Notes[k].File, d.Set+"/")
		}
	}
	return Looked{set, list}
}

// FileOf gives the content of a file of a draft.
func FileOf(d Draft, name string) ([]byte, bool) {
	i := slices.IndexFunc(d.Files, func(f store.File) bool { return f.Name == name })
	if i < 0 {
		return nil, false
	}
	return d.Files[i].Data, true
}

// MayEdit says whether somebody may change what belongs to an account: its
// owner, while an instructor, and admins.
func MayEdit(who Who, owner uuid.UUID) bool {
	return who.Role == Admin || who.ID == owner && May(who.Role, Instructor)
}

// maySee says whether somebody may see it: assistants see everything.
func maySee(who Who, owner uuid.UUID) bool {
	return MayEdit(who, owner) || who.Role == Assistant
}

// Draft gives a draft that somebody may see. ErrNotFound for others' too.
func (s *Staff) Draft(ctx context.Context, who Who, id uuid.UUID) (Draft, error) {
	d, err := s.store.SetDraft(ctx, id)
	if err == nil && !maySee(who, d.Owner) {
		return Draft{}, ErrNotFound
	}
	return d, err
}

// editable gives a draft that somebody may change. ErrNotFound.
func (s *Staff) editable(ctx context.Context, who Who, id uuid.UUID) (Draft, error) {
	d, err := s.store.SetDraft(ctx, id)
	if err == nil && !MayEdit(who, d.Owner) {
		return Draft{}, ErrNotFound
	}
	return d, err
}

// Drafts lists the drafts that somebody may see, without their files, the last
// changed first.
func (s *Staff) Drafts(ctx context.Context, who Who) ([]Draft, error) {
	owner := who.ID
	if who.Role != Instructor {
		owner = uuid.Nil
	}
	return s.store.SetDrafts(ctx, owner)
}

// NewDraft keeps files as a draft of a set, which it names after the set's
// folder where set is empty. *Refused.
func (s *Staff) NewDraft(ctx context.Context, who Who, set string, files []store.File) (Draft, error) {
	mine, err := s.store.SetDrafts(ctx, who.ID)
	if err != nil {
		return Draft{}, err
	}
	if len(mine) >= maxDrafts {
		return Draft{}, &Refused{"refused.too-many-drafts"}
	}
	d := Draft{Owner: who.ID, Set: set, Files: files, Version: 1, Created: s.now(), Changed: s.now()}
	if err := tidy(&d); err != nil {
		return Draft{}, err
	}
	if d.ID, err = s.newID(); err != nil {
		return Draft{}, err
	}
	if err := s.store.CreateSetDraft(ctx, d); err != nil {
		return Draft{}, err
	}
	return d, s.Record(ctx, who, "draft-made", d.Set, d.Title)
}

// Save replaces the files of a draft and the name of its set. d.Version is the
// version that the change was made from. ErrNotFound, ErrChanged, *Refused.
func (s *Staff) Save(ctx context.Context, who Who, d Draft) (Draft, error) {
	kept, err := s.editable(ctx, who, d.ID)
	if err != nil {
		return Draft{}, err
	}
	kept.Set, kept.Files, kept.Version, kept.Changed = d.Set, d.Files, d.Version, s.now()
	if err := tidy(&kept); err != nil {
		return Draft{}, err
	}
	if err := s.store.SaveSetDraft(ctx, kept); err != nil {
		return Draft{}, err
	}
	kept.Version++
	return kept, nil
}

// DeleteDraft removes a draft. ErrNotFound.
func (s *Staff) DeleteDraft(ctx context.Context, who Who, id uuid.UUID) error {
	d, err := s.editable(ctx, who, id)
	if err != nil {
		return err
	}
	if err := s.store.DeleteSetDraft(ctx, id); err != nil {
		return err
	}
	return s.Record(ctx, who, "draft-deleted", d.Set, d.Title)
}

// tidy sorts the files of a draft, takes its title from them, and refuses what
// cannot be kept.
func tidy(d *Draft) error {
	if len(d.Set) > maxSetName || !setName.MatchString(d.Set) {
		return &Refused{"refused.set-name"}
	}
	slices.SortFunc(d.Files, func(a, b store.File) int { return cmp.Compare(a.Name, b.Name) })
	total := 0
	for i, f := range d.Files {
		total += len(f.Data)
		if !fs.ValidPath(f.Name) || f.Name == "." || strings.ContainsAny(f.Name, "\\:\x00") || len(f.Name) > 200 {
			return &Refused{"refused.file-name"}
		}
		if i > 0 && d.Files[i-1].Name == f.Name {
			return &Refused{"refused.file-twice"}
		}
	}
	if total > MaxDraft || len(d.Files) > maxDraftFiles {
		return &Refused{"refused.draft-large"}
	}
	// A title may hold what no database need keep, such as a NUL.
	d.Title = cmp.Or(cut(plainLine(titleOf(*d)), 200), d.Title, d.Set)
	return nil
}

func titleOf(d Draft) string {
	set, _, err := format.Parse(d.Set, d.Files)
	if err != nil || set == nil {
		return ""
	}
	return set.Title
}

// SetName makes an id for a set of any words; "set" where nothing is left.
func SetName(words string) string {
	name := strings.Trim(notInNames.ReplaceAllString(strings.ToLower(path.Base(words)), "-"), "-")
	return cmp.Or(strings.Trim(name[:min(len(name), maxSetName)], "-"), "set")
}

var notInNames = regexp.MustCompile(`[^a-z0-9]+`)

// Discard takes away the file whose questions were to be brought in.
func (s *Staff) Discard(ctx context.Context, who Who, id uuid.UUID) (Draft, error) {
	d, err := s.editable(ctx, who, id)
	if err != nil {
		return Draft{}, err
	}
	d.Files = slices.DeleteFunc(d.Files, func(f store.File) bool { return strings.HasPrefix(f.Name, importFolder) })
	return s.Save(ctx, who, d)
}
