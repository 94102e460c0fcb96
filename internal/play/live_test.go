package play

import (
	"slices"
	"testing"

	"github.com/google/uuid"
)

func TestLive(t *testing.T) {
	h := newHouse(t)
	rev, err := h.Current("tides")
	h.must(err)
	right := map[string][]int{"moon": {0}, "both": {0, 1}, "spring": {0}, "moon-again": {0}}
	done, again, half, begun := h.newLearner(), h.newLearner(), h.newLearner(), h.newLearner()
	h.answerAll(done, h.begin(done), right)
	h.answerAll(again, h.begin(again), map[string][]int{"moon": {1}, "both": {2}, "spring": {1}, "moon-again": nil})
	h.begin(again) // the newest is what counts
	h.answerAll(half, h.begin(half), map[string][]int{"moon": {0}, "both": {0}})
	h.begin(begun)
	live, err := h.Live(t.Context(), Scope{Revision: rev.Hash}, rev)
	h.must(err)
	if live.Begun != 4 || live.Finished != 1 || live.Enough() {
		t.Errorf("%d have begun, %d finished", live.Begun, live.Finished)
	}
	if !slices.Equal(live.Here, []int{2, 0, 1, 0}) || !slices.Equal(live.Answered, []int{2, 2, 1, 1}) {
		t.Errorf("they stand at %v and have answered %v", live.Here, live.Answered)
	}
	if len(live.Walks) != 3 || live.Walks[0].Name != Alias("tides", uuid.Nil, begun) || live.Walks[1].Name != Alias("tides", uuid.Nil, half) || live.Walks[1].Answered != 2 || live.Walks[1].Of != 4 || live.Walks[1].Item != 2 {
		t.Errorf("the walks are %+v", live.Walks)
	}
}
