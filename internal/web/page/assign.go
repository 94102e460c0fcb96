package page

import (
	"slices"
	"strconv"
	"time"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// Assignments lists what has been offered to classes, newest first.
type Assignments struct {
	Desk
	Items []AssignmentEntry
	Sets  bool   // there is a set to assign
	Older string // address of the next part of the list
	Later bool   // this is not the first part
}

// AssignmentEntry is an assignment as those who teach see it.
type AssignmentEntry struct {
	Title   string
	Set     string // the set's title
	Code    string // as it is shown
	Href    string
	State   string // not-yet, open, closed
	Opens   time.Time
	Closes  time.Time
	Zone    string
	Joined  int
	Started int
}

// AssignmentEntryOf shows an assignment in a list.
func AssignmentEntryOf(a quiz.Assignment, set, href string, now time.Time) AssignmentEntry {
	return AssignmentEntry{
		Title: a.Title, Set: set, Code: quiz.ShowCode(a.Code), Href: href,
		State: windowNames[a.Window(now)], Opens: a.Opens, Closes: a.Closes, Zone: a.Zone,
	}
}

// AssignmentOf is where those who teach see to one assignment.
type AssignmentOf struct {
	Desk
	AssignmentEntry
	Learn string // the address for learners, whole
	QR    *QR    // of it
	Mode  quiz.Mode
	Asked
	TimeLimit int
	Attempts  int
	Certainty quiz.CertaintyRule
	Identity  quiz.Identity
	Reveal    string
	Kept      int
	People    []Participant
	More      string // address of the next part of the list
	Later     bool   // this is not the first part
	Problem   *Problem
}

// Participant is a learner in the list of a class.
type Participant struct {
	Name      string // or nickname; empty where none was asked or it has been forgotten
	Number    string
	Joined    time.Time
	Attempts  int
	Extension int
	Href      string // where the forms about it go
	Control   string // the id of its field
}

// ParticipantOf shows a participant.
func ParticipantOf(p play.Participant, href string) Participant {
	name := p.Name
	if name == "" {
		name = p.Nickname
	}
	return Participant{
		Name: name, Number: p.Number, Joined: p.Joined, Attempts: p.Attempts, Extension: p.Extension,
		Href: href, Control: "extension-" + p.ID.String(),
	}
}

// AssignForm is the form of the terms of an assignment.
type AssignForm struct {
	Desk
	Action     string
	Back       string // address of the assignment; empty for a new one
	Sets       []SetChoice
	Title      string
	Modes      []Pick
	Topics     []TopicChoice
	Draws      []DrawField
	Drawn      bool // some topic has a number of its own
	Questions  string
	Certainty  []Pick
	Opens      string // as the browser's control has it, in the zone
	Closes     string
	Zone       string
	Zones      []string // the usual ones
	TimeLimit  string
	Attempts   string
	Identities []Pick
	Roster     string
	RosterLine int // where the list is at fault; 0 elsewhere
	Keep       string
	Reveal     []RevealRow
	Problem    *Problem
}

// Typed puts back what was written in the fields that may not be readable.
func (f *AssignForm) Typed(form quiz.Form) {
	f.Questions, f.TimeLimit, f.Attempts, f.Keep = form.Get("questions"), form.Get("time-limit"), form.Get("attempts"), form.Get("keep")
	for i, typed := range form["draw"] {
		if i < len(f.Draws) {
			f.Draws[i].Value = typed
			f.Drawn = f.Drawn || typed != ""
		}
	}
	f.Opens, f.Closes, f.Zone = form.Get("opens"), form.Get("closes"), form.Get("zone")
	for i := range f.Topics {
		f.Topics[i].Ticked = slices.Contains(form["topic"], f.Topics[i].Name)
	}
}

// DrawField says how many questions of a topic are drawn.
type DrawField struct {
	Topic TopicChoice
	ID    string
	Value string // empty: all
}

func drawField(topic string) string { return "draw-" + topic }

// DeleteAssignment asks before an assignment is removed.
type DeleteAssignment struct {
	Desk
	AssignmentEntry
}

// SetChoice is a set that can be assigned.
type SetChoice struct {
	ID     string
	Title  string
	Chosen bool
}

// Pick is one of a few words to choose from.
type Pick struct {
	Value  string
	Name   string // the end of its key in the catalogue
	Chosen bool
}

// RevealRow is a detail with its boxes to tick, one for each time.
type RevealRow struct {
	Detail quiz.Detail
	Boxes  []RevealBox
}

// RevealBox is one box of the table of what is shown when.
type RevealBox struct {
	Field  string // answered, finished or closed
	ID     string
	Ticked bool
}

// revealFields are the fields of the form that say what is shown when.
var revealFields = []string{"answered", "finished", "closed"}

// usualZones are offered; any other of the IANA names can be written.
var usualZones = []string{
	"UTC", "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Argentina/Buenos_Aires", "America/Bogota",
	"America/Chicago", "America/Denver", "America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Sao_Paulo",
	"America/Toronto", "Asia/Bangkok", "Asia/Dhaka", "Asia/Dubai", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Karachi", "Asia/Kolkata",
	"Asia/Kuala_Lumpur", "Asia/Manila", "Asia/Riyadh", "Asia/Seoul", "Asia/Shanghai", "Asia/Singapore", "Asia/Tehran", "Asia/Tokyo",
	"Australia/Perth", "Australia/Sydney", "Europe/Amsterdam", "Europe/Athens", "Europe/Berlin", "Europe/Dublin", "Europe/Istanbul",
	"Europe/Kyiv", "Europe/Lisbon", "Europe/London", "Europe/Madrid", "Europe/Moscow", "Europe/Paris", "Europe/Rome", "Europe/Stockholm",
	"Europe/Warsaw", "Europe/Zurich", "Pacific/Auckland", "Pacific/Honolulu",
}

// CountField is a field for a number that may be left empty.
type CountField struct {
	Name    string // of the field, and of its words in the catalogue
	Value   string
	Problem *Problem
}

// FieldOf puts a field for a number together for its template.
func FieldOf(name, value string, problem *Problem) CountField {
	return CountField{name, value, problem}
}

// localMoment is how a browser's control writes a moment.
const localMoment = "2006-01-02T15:04"

// Fill fills the form in with terms.
func (f *AssignForm) Fill(t quiz.Terms, set *quiz.Set) {
	f.Title, f.Zone, f.Zones = t.Title, t.Zone, usualZones
	f.Modes = pickOf(t.Mode, quiz.AssignableModes())
	f.Certainty = pickOf(t.Certainty, []quiz.CertaintyRule{quiz.CertaintyOff, quiz.CertaintyOptional, quiz.CertaintyRequired})
	f.Identities = pickOf(t.Identity, quiz.Identities())
	for i := range f.Certainty {
		if f.Certainty[i].Value == "" {
			f.Certainty[i].Name = "off"
		}
	}
	f.Questions, f.TimeLimit, f.Attempts, f.Keep = number(t.Questions), number(t.TimeLimit), number(t.Attempts), number(t.KeepDays)
	f.Opens, f.Closes = localTime(t.Opens, t.Zone), localTime(t.Closes, t.Zone)
	f.Topics = TopicChoices(set, t.Draw, func(name string) bool { return len(t.Topics) == 0 || slices.Contains(t.Topics, name) })
	f.Draws = nil
	for _, topic := range f.Topics {
		d := DrawField{Topic: topic, ID: drawField(topic.Name)}
		if topic.Of > 0 {
			d.Value = number(topic.Questions)
			f.Drawn = true
		}
		f.Draws = append(f.Draws, d)
	}
	f.Reveal = nil
	for _, d := range quiz.Details() {
		row := RevealRow{Detail: d}
		for i, shown := range [][]quiz.Detail{t.Reveal.Answered, t.Reveal.Finished, t.Reveal.Closed} {
			field := revealFields[i]
			row.Boxes = append(row.Boxes, RevealBox{Field: field, ID: field + "-" + string(d), Ticked: slices.Contains(shown, d)})
		}
		f.Reveal = append(f.Reveal, row)
	}
}

func pickOf[T ~string](chosen T, all []T) []Pick {
	list := make([]Pick, len(all))
	for i, v := range all {
		list[i] = Pick{Value: string(v), Name: string(v), Chosen: v == chosen}
	}
	return list
}

// number writes a number of the terms; nothing for 0, which stands for "none".
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func localTime(at time.Time, zone string) string {
	place, err := time.LoadLocation(zone)
	if at.IsZero() || err != nil {
		return ""
	}
	return at.In(place).Format(localMoment)
}

// ReadTerms reads the form of the terms. The problem names the field that
// cannot be read; what can be read but cannot be is for play to refuse.
func ReadTerms(f quiz.Form) (quiz.Terms, *Problem) {
	t := quiz.Terms{
		Title: f.Get("title"), Mode: quiz.Mode(f.Get("mode")), Topics: f["topic"], Certainty: quiz.CertaintyRule(f.Get("certainty")),
		Zone: f.Get("zone"), Identity: quiz.Identity(f.Get("identity")),
		Reveal: quiz.Reveal{Answered: details(f["answered"]), Finished: details(f["finished"]), Closed: details(f["closed"])},
	}
	var problem *Problem
	fault := func(message, control string) {
		if problem == nil {
			problem = &Problem{Message: message, Control: control}
		}
	}
	number := func(text, message, control string) int {
		if text == "" {
			return 0
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			fault(message, control)
		}
		return n
	}
	count := func(field, message string) int { return number(f.Get(field), message, field) }
	t.Questions = count("questions", "problem.assign-questions")
	for i, topic := range f["draw-topic"] {
		if i < len(f["draw"]) {
			if t.Draw == nil {
				t.Draw = quiz.Draws{}
			}
			t.Draw[topic] = number(f["draw"][i], "problem.assign-draw", drawField(topic))
		}
	}
	t.TimeLimit = count("time-limit", "problem.assign-time-limit")
	t.Attempts = count("attempts", "problem.assign-attempts")
	t.KeepDays = count("keep", "problem.assign-keep")
	place, err := time.LoadLocation(t.Zone)
	if err != nil {
		fault("problem.assign-zone", "zone")
		place = time.UTC
	}
	moment := func(field string) time.Time {
		text := f.Get(field)
		if text == "" {
			return time.Time{}
		}
		at, err := time.ParseInLocation(localMoment, text, place)
		if err != nil {
			fault("problem.assign-moment", field)
		}
		return at.UTC()
	}
	t.Opens, t.Closes = moment("opens"), moment("closes")
	return t, problem
}

func details(names []string) (out []quiz.Detail) {
	for _, d := range quiz.Details() {
		if slices.Contains(names, string(d)) {
			out = append(out, d)
		}
	}
	return out
}

// Describe says what the terms of the assignment are.
func (p *AssignmentOf) Describe(a quiz.Assignment, r *play.Revision) {
	p.Mode, p.TimeLimit, p.Attempts, p.Certainty, p.Identity = a.Mode, a.TimeLimit, a.Terms.Attempts, a.Certainty, a.Identity
	p.Asked = AskedOf(r.Set, a.Selection())
	p.Reveal = RevealOf(a.Terms)
	if !a.Closes.IsZero() {
		p.Kept = a.KeepDays
	}
}
