package passage

import "verbatim/internal/quiz"

// Fill gives the form in which the passages are picked.
func (f *Find) Fill(_ quiz.Shuffle, r quiz.Response) quiz.Form {
	form := quiz.Form{}
	if picks, err := f.picks(r); err == nil {
		form.Put(field, f.bound.offered, picks...)
	}
	return form
}

// Say gives the words of the passages picked.
func (f *Find) Say(r quiz.Response) []quiz.Said {
	picks, _ := f.picks(r) // none where the learner did not know
	var said []quiz.Said
	for _, n := range picks {
		said = append(said, quiz.Said{Text: f.bound.doc.Passages[n].Text, Plain: true})
	}
	return said
}
