package postgres

import (
	"context"

	"verbatim/internal/quiz"
	"verbatim/internal/store/batch"
)

// writer commits answers, many at a time.
type writer = batch.Queue[*pending]

// pending is an answer that waits to be committed.
type pending struct {
	sent  quiz.Answer
	kept  quiz.Answer // what stands for the question now
	found bool        // whether anything does: the session may be gone
}

func newWriter(d database) *writer {
	return batch.New(func(answers []*pending) (alone bool, err error) {
		ctx, cancel := context.WithTimeout(context.Background(), deadline)
		defer cancel()
		err = d.commit(ctx, answers)
		again, _ := passing(err)
		return err != nil && !again && ctx.Err() == nil, err
	})
}
