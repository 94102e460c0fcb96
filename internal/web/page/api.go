package page

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// APIDocs shows the description of the API.
type APIDocs struct {
	Frame
	Document Document
	Groups   []APIGroup
	Schemas  []APISchema
	Tokens   string // the page where tokens are made
	Base     string // what the address of each operation begins with
}

// Document is the part of an OpenAPI document that the page shows.
type Document struct {
	Info struct {
		Title       string `json:"title"`
		Summary     string `json:"summary"`
		Description string `json:"description"`
	} `json:"info"`
	Tags []struct {
		Name        string `json:"name"`
		Description string `json:"description"`
	} `json:"tags"`
	Paths      map[string]map[string]Operation `json:"paths"`
	Components struct {
		Schemas map[string]Schema `json:"schemas"`
	} `json:"components"`
}

// Operation is one thing that can be asked for.
type Operation struct {
	ID          string              `json:"operationId"`
	Tags        []string            `json:"tags"`
	Summary     string              `json:"summary"`
	Description string              `json:"description"`
	Parameters  []Parameter         `json:"parameters"`
	Body        *Content            `json:"requestBody"`
	Responses   map[string]Response `json:"responses"`
}

// Parameter is a part of an address.
type Parameter struct {
	Name        string `json:"name"`
	In          string `json:"in"`
	Required    bool   `json:"required"`
	Description string `json:"description"`
	Schema      Schema `json:"schema"`
}

// Content is a body by its media type.
type Content struct {
	Content map[string]struct {
		Schema  Schema          `json:"schema"`
		Example json.RawMessage `json:"example"`
	} `json:"content"`
}

// Response is what is answered with one status.
type Response struct {
	Content
	Description string `json:"description"`
}

// Schema says what a value may be.
type Schema struct {
	Ref         string            `json:"$ref"`
	Type        any               `json:"type"` // a name, or several
	Format      string            `json:"format"`
	Enum        []string          `json:"enum"`
	Const       string            `json:"const"`
	Description string            `json:"description"`
	Items       *Schema           `json:"items"`
	Properties  map[string]Schema `json:"properties"`
	Required    []string          `json:"required"`
	AllOf       []Schema          `json:"allOf"`
}

// APIGroup is what belongs to one tag.
type APIGroup struct {
	Name        string
	Description string
	Operations  []APIOperation
}

// APIOperation is an operation as the page lists it.
type APIOperation struct {
	Operation
	Method  string
	Path    string
	Sends   string // what its body is, if it has one
	Example string // of the body
	Answers []APIAnswer
}

// APIAnswer is what is answered with one status.
type APIAnswer struct {
	Status      string
	Description string
	Schema      APIType
}

// APIType names what a value is; Link leads to where it is described.
type APIType struct{ Words, Link string }

// APISchema is the form of a value.
type APISchema struct {
	Name        string
	Description string
	Members     []APIMember
}

// APIMember is a member of an object.
type APIMember struct {
	Name        string
	Type        APIType
	Required    bool
	Description string
}

// Arrange orders the document as the page shows it.
func (p *APIDocs) Arrange() {
	for _, tag := range p.Document.Tags {
		g := APIGroup{Name: tag.Name, Description: tag.Description}
		for _, path := range slices.Sorted(maps.Keys(p.Document.Paths)) {
			for _, method := range []string{"get", "post"} {
				if op, has := p.Document.Paths[path][method]; has && slices.Contains(op.Tags, tag.Name) {
					g.Operations = append(g.Operations, op.listed(strings.ToUpper(method), path))
				}
			}
		}
		p.Groups = append(p.Groups, g)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Document.Components.Schemas)) {
		s := p.Document.Components.Schemas[name]
		p.Schemas = append(p.Schemas, APISchema{name, s.Description, s.members()})
	}
}

func (op Operation) listed(method, path string) APIOperation {
	o := APIOperation{Operation: op, Method: method, Path: path}
	if op.Body != nil {
		for kind, body := range op.Body.Content {
			o.Sends = kind
			if len(body.Example) > 0 {
				o.Example = string(body.Example)
			}
		}
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		r := op.Responses[status]
		if status >= "400" {
			continue // they are all alike: see Problem
		}
		a := APIAnswer{Status: status, Description: r.Description}
		for _, body := range r.Content.Content {
			a.Schema = body.Schema.named()
		}
		o.Answers = append(o.Answers, a)
	}
	return o
}

// members lists the members of an object, those of what it is made of first.
func (s Schema) members() (all []APIMember) {
	for _, part := range s.AllOf {
		if part.Ref != "" {
			all = append(all, APIMember{Name: "…", Type: part.named(), Required: true})
		}
		all = append(all, part.members()...)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		m := s.Properties[name]
		all = append(all, APIMember{name, m.named(), slices.Contains(s.Required, name), m.Description})
	}
	return all
}

// named says in words what a value is.
func (s Schema) named() APIType {
	switch {
	case s.Ref != "":
		name := s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]
		return APIType{name, "#" + name}
	case s.Properties["items"].Items != nil: // a part of a list
		return s.Properties["items"].named()
	case s.Items != nil:
		of := s.Items.named()
		return APIType{"[ " + of.Words + " ]", of.Link}
	case s.Const != "":
		return APIType{Words: s.Const}
	case len(s.Enum) > 0:
		return APIType{Words: strings.Trim(strings.Join(s.Enum, " | "), " |")}
	}
	words := fmt.Sprint(cmp.Or(s.Type, any("object")))
	if several, ok := s.Type.([]any); ok {
		var names []string
		for _, t := range several {
			names = append(names, fmt.Sprint(t))
		}
		words = strings.Join(names, " | ")
	}
	if s.Format != "" {
		words = s.Format
	}
	return APIType{Words: words}
}
