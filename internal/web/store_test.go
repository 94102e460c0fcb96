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
}

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
