package play

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/measure"
	"verbatim/internal/quiz"
	"verbatim/internal/store/recent"
)

// A review asks what a learner is about to forget. What is remembered follows
// from the answers: it is worked out when it is looked at, so that answering
// costs nothing more, and deleting a session or taking an answer back leaves
// nothing behind.

// recalledSessions bounds how far back the memory of a learner is traced.
const recalledSessions = 500

// cards gives how well a learner remembers each question that is served now, by
// the set's id, and by when it is due.
func (p *Play) cards(ctx context.Context, learner uuid.UUID) (map[string][]measure.Card, error) {
	walks, err := p.store.Recalled(ctx, learner, recalledSessions)
	if err != nil {
		return nil, err
	}
	recalls := map[string][]measure.Recall{}
	for _, w := range walks {
		now, err := p.Current(w.Session.Set)
		if err != nil {
			continue // it is not served any more
		}
		then, err := p.revision(ctx, w.Session.Revision)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		looked := Walk{Session: w.Session, Answers: w.Answers, At: p.now()}
		if w.Session.Assignment != uuid.Nil {
			if looked.Assignment, err = p.assigned.get(ctx, w.Session.Assignment, looked.At); err != nil {
				return nil, err
			}
		}
		if !looked.Shows(quiz.ShowReasons) {
			continue // what comes back soon would tell what was wrong
		}
		for _, a := range w.Answers {
			if id := then.Set.Questions[w.Session.Items[a.N-1]].ID; now.Set.Index(id) >= 0 {
				recalls[now.Set.ID] = append(recalls[now.Set.ID], measure.Recall{Question: id, Answer: a})
			}
		}
	}
	cards := make(map[string][]measure.Card, len(recalls))
	for set, r := range recalls {
		cards[set] = measure.Cards(r)
	}
	return cards, nil
}

// Due gives how many questions of each set a learner had better review now, by
// the set's id.
func (p *Play) Due(ctx context.Context, learner uuid.UUID) (map[string]int, error) {
	now := p.now()
	d, known := p.decks.get(learner, now)
	if !known {
		cards, err := p.cards(ctx, learner)
		if err != nil {
			return nil, err
		}
		p.decks.put(d, cards, now)
	}
	due := make(map[string]int, len(d.due))
	for set, times := range d.due {
		if n, _ := slices.BinarySearch(times, now.UnixMicro()+1); n > 0 {
			due[set] = n
		}
	}
	return due, nil
}

// startReview begins a session of what is due of a set, the longest due first.
// It is a *Refused where nothing is.
func (p *Play) startReview(ctx context.Context, learner uuid.UUID, r *Revision, s Start) (quiz.Session, error) {
	all, err := p.cards(ctx, learner)
	if err != nil {
		return quiz.Session{}, err
	}
	var items []int
	cards := all[s.Set]
	for _, c := range cards[:measure.DueAt(cards, p.now())] {
		item := r.Set.Index(c.Question)
		if len(s.Topics) == 0 || slices.Contains(s.Topics, r.Set.Questions[item].Topic) {
			items = append(items, item)
		}
	}
	if s.Questions > 0 && s.Questions < len(items) {
		items = items[:s.Questions]
	}
	if len(items) == 0 {
		return quiz.Session{}, &Refused{"refused.nothing-due"}
	}
	return p.beginReview(ctx, learner, r, s, items)
}

// beginReview begins a review of questions of a set, by their places in it.
func (p *Play) beginReview(ctx context.Context, learner uuid.UUID, r *Revision, s Start, items []int) (quiz.Session, error) {
	seed, err := p.drawSeed()
	if err != nil {
		return quiz.Session{}, err
	}
	return p.begin(ctx, quiz.Session{
		Learner: learner, Set: r.Set.ID, Revision: r.Hash, Mode: quiz.Review, Certainty: s.Certainty, Seed: seed, Items: items,
	}, fmt.Sprintf("review=%d topics=%s certainty=%s", s.Questions, strings.Join(s.Topics, ","), s.Certainty))
}

// TakeBack removes the newest answer of a review, so that its question can be
// answered again and is due as it was. Where answer n is not the newest, or the
// session is no review, nothing happens.
func (p *Play) TakeBack(ctx context.Context, learner, session uuid.UUID, n int) error {
	if _, err := p.Walk(ctx, learner, session); err != nil {
		return err
	}
	if err := p.store.TakeBack(ctx, session, n); err != nil {
		return err
	}
	p.decks.forget(learner)
	return nil
}

// Newest says whether answer n is the one that was given last.
func (w *Walk) Newest(n int) bool {
	a, ok := w.Answer(n)
	return ok && !slices.ContainsFunc(w.Answers, func(b quiz.Answer) bool { return b.At.After(a.At) })
}

// decks remember when the questions of learners are due, the least recently
// asked for out first: 8 bytes for each question.
type decks struct {
	mu      sync.Mutex
	known   *recent.Map[uuid.UUID, *deck]
	recheck time.Duration // how long one is believed
}

type deck struct {
	read time.Time          // zero while it is being worked out
	due  map[string][]int64 // by set, in microseconds since 1970, ascending
}

// knownDecks bounds the memory for decks, at about 1 KB each.
const knownDecks = 2048

func newDecks(recheck time.Duration) *decks {
	return &decks{known: recent.New[uuid.UUID, *deck](knownDecks, nil), recheck: recheck}
}

// get gives a learner's deck, or one to be put once it has been worked out.
// Another server may have taken answers meanwhile, so it is believed for a while only.
func (ds *decks) get(learner uuid.UUID, now time.Time) (d *deck, known bool) {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	if d, ok := ds.known.Get(learner); ok && !d.read.IsZero() && now.Sub(d.read).Abs() < ds.recheck {
		return d, true
	}
	d = &deck{}
	ds.known.Add(learner, d)
	return d, false
}

// put completes a deck. It is believed unless it was forgotten meanwhile.
func (ds *decks) put(d *deck, cards map[string][]measure.Card, now time.Time) {
	d.due = make(map[string][]int64, len(cards))
	for set, list := range cards {
		for _, c := range list {
			d.due[set] = append(d.due[set], c.Due.UnixMicro())
		}
	}
	ds.mu.Lock()
	defer ds.mu.Unlock()
	d.read = now
}

// rest forgets the decks that were not asked for since it was last called.
func (ds *decks) rest() {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	ds.known.Rest()
}

// forget is called once an answer of the learner has been kept or removed.
func (ds *decks) forget(learner uuid.UUID) {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	ds.known.Remove(learner)
}

// clear forgets all decks, where the grades of many learners have changed.
func (ds *decks) clear() {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	ds.known.Purge()
}
