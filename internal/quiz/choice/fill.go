package choice

import "verbatim/internal/quiz"

// Fill gives the form in which the response is picked.
func (s *Single) Fill(sh quiz.Shuffle, r quiz.Response) quiz.Form {
	form := quiz.Form{}
	s.Options.FillIn(sh, field, r, form)
	return form
}

// Fill gives the form in which the response is ticked.
func (m *Multiple) Fill(sh quiz.Shuffle, r quiz.Response) quiz.Form {
	form := quiz.Form{}
	m.Options.FillIn(sh, field, r, form)
	return form
}

// Say gives the text of the option picked.
func (s *Single) Say(r quiz.Response) []quiz.Said { return s.Options.SayIn(r) }

// Say gives the texts of the options ticked.
func (m *Multiple) Say(r quiz.Response) []quiz.Said { return m.Options.SayIn(r) }

// FillIn picks a response in a field, as ReadIn reads it.
func (o Options) FillIn(sh quiz.Shuffle, field string, r quiz.Response, form quiz.Form) {
	if picks, err := r.Picks(len(o)); err == nil {
		form.Put(field, sh.Order(field, len(o)), picks...)
	}
}

// SayIn gives the texts of what was picked, in the order of the file.
func (o Options) SayIn(r quiz.Response) []quiz.Said {
	picks, _ := r.Picks(len(o)) // none where the learner did not know
	var said []quiz.Said
	for _, i := range picks {
		said = append(said, quiz.Said{Text: o[i].Text})
	}
	return said
}
