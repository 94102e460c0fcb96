// Package quiz holds what is true of a quiz on paper: sets, questions, how an
// answer is graded and a session scored. It is pure: no clock, no chance, no
// storage, no network. Its structs are also the wire form of the native format:
// the json tags name the keys of set.yaml, the doc tags explain them.
package quiz

import (
	"encoding/json"
	"fmt"
	"slices"

	"verbatim/internal/reading"
)

// Set is a reading, its topics and its questions.
type Set struct {
	Where       `json:"-"`
	ID          string  `json:"-"` // the name of its folder
	Title       string  `json:"title" need:"yes" doc:"The name that learners see."`
	Description string  `json:"description,omitempty" doc:"One or two sentences on what the set is about."`
	Language    string  `json:"language,omitempty" doc:"The language of the set as a BCP 47 tag, such as en."`
	ReadingFile string  `json:"reading,omitempty" doc:"The file that holds the reading, beside set.yaml."`
	Source      *Source `json:"source,omitempty" doc:"Where the reading was taken from."`
	Topics      Topics  `json:"topics,omitempty" doc:"The topics: a short name for use in questions, and the title that learners see."`
	Draw        Draws   `json:"draw,omitempty" doc:"How many questions of a topic each session draws by chance: a topic's name and a number. Of topics not named here, all are asked."`
	TryRule
	Allow     []Allow    `json:"allow,omitempty" doc:"Warnings about the set or any question of it that are meant, each as code: reason."`
	Questions []Question `json:"questions" need:"yes" doc:"The questions, in the order in which they are asked."`

	// Drafts are the questions marked as such. They are checked and never asked.
	Drafts []Question `json:"-"`
	// Reading is the parsed source text; nil where the set has no source.
	Reading *reading.Document `json:"-"`
	// Files is what the set was read from: the content of a revision.
	Files []File `json:"-"`
}

// File is one file of a set's folder.
type File struct {
	Name string // its path in the folder, with slashes
	Data []byte
}

// Topic is what a group of questions is about.
type Topic struct {
	Name  string
	Title string
}

// Topics is an ordered map from a topic's name to its title.
type Topics []Topic

// index finds a topic by its name, first where the one before was found:
// questions mostly stand topic by topic. It is -1 where there is none.
func (t Topics) index(name string, before int) int {
	if before >= 0 && before < len(t) && t[before].Name == name {
		return before
	}
	return slices.IndexFunc(t, func(topic Topic) bool { return topic.Name == name })
}

// Title gives the title of a topic, or its name where it has none.
func (t Topics) Title(name string) string {
	for _, topic := range t {
		if topic.Name == name {
			return topic.Title
		}
	}
	return name
}

// Has says whether there is a topic of that name.
func (t Topics) Has(name string) bool {
	return slices.ContainsFunc(t, func(topic Topic) bool { return topic.Name == name })
}

// Put adds one entry of the map; the decoder calls it in the order of the file.
func (t *Topics) Put(name, title string) { *t = append(*t, Topic{name, title}) }

// MarshalJSON writes the topics as an object in their order.
func (t Topics) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, topic := range t {
		if i > 0 {
			out = append(out, ',')
		}
		k, err := json.Marshal(topic.Name)
		if err != nil {
			return nil, fmt.Errorf("topic name: %w", err)
		}
		v, err := json.Marshal(topic.Title)
		if err != nil {
			return nil, fmt.Errorf("topic title: %w", err)
		}
		out = append(append(append(out, k...), ':'), v...)
	}
	return append(out, '}'), nil
}

// Index gives the place of the question with that id, or -1.
func (s *Set) Index(id string) int {
	return slices.IndexFunc(s.Questions, func(q Question) bool { return q.ID == id })
}

// Reading speed and time for a question are rounded from the usual advice to
// item writers: 230 words a minute, and most of a minute for a choice question.
const (
	wordsPerMinute     = 230
	secondsPerQuestion = 45
)

// Minutes estimates how long n questions of the set take, with the time to
// read the reading once when n is all that the set asks. It is at least 1.
func (s *Set) Minutes(n int) int {
	seconds := n * secondsPerQuestion
	if s.Reading != nil && n >= (Selection{}).Count(s) {
		seconds += s.Reading.Words() * 60 / wordsPerMinute
	}
	return max(1, (seconds+30)/60)
}
