package web

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// watchedStore counts what changes the database, and can be told to fail.
type watchedStore struct {
	store.Store
	writes atomic.Int64
	fail   atomic.Pointer[error]
	lookUp atomic.Pointer[func(code string)] // called before a code is looked up
}

func (s *watchedStore) AssignmentByCode(ctx context.Context, code string) (quiz.Assignment, error) {
	if f := s.lookUp.Load(); f != nil {
		(*f)(code)
	}
	return s.Store.AssignmentByCode(ctx, code)
}

func (s *watchedStore) Rest() int { return s.Store.(store.Rested).Rest() }

// write notes a change, and fails where the store is to fail.
func (s *watchedStore) write() error {
	s.writes.Add(1)
	return s.failing()
}

func (s *watchedStore) failing() error {
	if err := s.fail.Load(); err != nil {
		return *err
	}
	return nil
}

func (s *watchedStore) CreateLogin(ctx context.Context, l store.Login) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.CreateLogin(ctx, l)
}

func (s *watchedStore) TouchLogin(ctx context.Context, id uuid.UUID, seen time.Time) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.TouchLogin(ctx, id, seen)
}

func (s *watchedStore) EndLogin(ctx context.Context, id uuid.UUID) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.EndLogin(ctx, id)
}

func (s *watchedStore) CreateSession(ctx context.Context, q quiz.Session, asked string) (quiz.Session, error) {
	if err := s.write(); err != nil {
		return quiz.Session{}, err
	}
	return s.Store.CreateSession(ctx, q, asked)
}

func (s *watchedStore) CommitAnswer(ctx context.Context, a quiz.Answer) (quiz.Answer, error) {
	if err := s.write(); err != nil {
		return quiz.Answer{}, err
	}
	return s.Store.CommitAnswer(ctx, a)
}

func (s *watchedStore) DeleteSession(ctx context.Context, session uuid.UUID) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.DeleteSession(ctx, session)
}

func (s *watchedStore) Walk(ctx context.Context, session uuid.UUID) (quiz.Session, []quiz.Answer, error) {
	if err := s.failing(); err != nil {
		return quiz.Session{}, nil, err
	}
	return s.Store.Walk(ctx, session)
}

func (s *watchedStore) Ping(ctx context.Context) error {
	if err := s.failing(); err != nil {
		return err
	}
	return s.Store.Ping(ctx)
}

func (s *watchedStore) CreateStaffLogin(ctx context.Context, l store.StaffLogin) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.CreateStaffLogin(ctx, l)
}

func (s *watchedStore) TouchStaffLogin(ctx context.Context, id uuid.UUID, seen time.Time) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.TouchStaffLogin(ctx, id, seen)
}

func (s *watchedStore) EndStaffLogin(ctx context.Context, account, id uuid.UUID) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.EndStaffLogin(ctx, account, id)
}

func (s *watchedStore) EndStaffLogins(ctx context.Context, account, but uuid.UUID) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.EndStaffLogins(ctx, account, but)
}

func (s *watchedStore) ChangeAccount(ctx context.Context, id uuid.UUID, change func(*store.Account)) (store.Account, error) {
	if err := s.write(); err != nil {
		return store.Account{}, err
	}
	return s.Store.ChangeAccount(ctx, id, change)
}

func (s *watchedStore) SetPassword(ctx context.Context, account uuid.UUID, password string, but uuid.UUID) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.SetPassword(ctx, account, password, but)
}

func (s *watchedStore) AddTicket(ctx context.Context, t store.Ticket) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.AddTicket(ctx, t)
}

func (s *watchedStore) PutTicket(ctx context.Context, t store.Ticket) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.PutTicket(ctx, t)
}

func (s *watchedStore) Redeem(ctx context.Context, ticket uuid.UUID, a store.Account) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.Redeem(ctx, ticket, a)
}

func (s *watchedStore) Append(ctx context.Context, e store.Entry) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.Append(ctx, e)
}

func (s *watchedStore) CreateSetDraft(ctx context.Context, d store.SetDraft) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.CreateSetDraft(ctx, d)
}

func (s *watchedStore) SaveSetDraft(ctx context.Context, d store.SetDraft) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.SaveSetDraft(ctx, d)
}

func (s *watchedStore) DeleteSetDraft(ctx context.Context, id uuid.UUID) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.DeleteSetDraft(ctx, id)
}

func (s *watchedStore) Publish(ctx context.Context, p store.Publication) error {
	if err := s.write(); err != nil {
		return err
	}
	return s.Store.Publish(ctx, p)
}
