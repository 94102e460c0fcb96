package kinds_test

import (
	"reflect"
	"slices"

	"verbatim/internal/quiz"
)

// What a page shows of its controls is found by the shape of its view: a struct
// with a Field, and choices or a Given beside it.

// offered gives the values of every control with choices.
func offered(ask any) quiz.Form {
	form := quiz.Form{}
	walk(reflect.ValueOf(ask), func(field, value string, _ bool) { form[field] = append(form[field], value) }, func(string, string) {})
	return form
}

// lines lists the controls that take text.
func lines(ask any) []string {
	var fields []string
	walk(reflect.ValueOf(ask), func(string, string, bool) {}, func(field, _ string) { fields = append(fields, field) })
	return fields
}

// given is what a page has filled in already.
func given(ask any) quiz.Form {
	form := quiz.Form{}
	walk(reflect.ValueOf(ask), func(field, value string, given bool) {
		if given {
			form[field] = append(form[field], value)
		}
	}, func(field, text string) {
		if text != "" {
			form[field] = append(form[field], text)
		}
	})
	return sorted(form)
}

// sorted brings the values of each field into one order.
func sorted(form quiz.Form) quiz.Form {
	for _, values := range form {
		slices.Sort(values)
	}
	return form
}

func walk(v reflect.Value, choice func(field, value string, given bool), line func(field, text string)) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), choice, line)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), choice, line)
		}
	case reflect.Struct:
		field := v.FieldByName("Field")
		if given := v.FieldByName("Given"); field.IsValid() && given.IsValid() {
			line(field.String(), given.String())
		}
		for i := range v.NumField() {
			part := v.Field(i)
			if part.Kind() != reflect.Slice || part.Type().Elem().Kind() != reflect.Struct || !part.Type().Elem().Field(0).IsExported() || part.Type().Elem().Field(0).Name != "Value" {
				walk(part, choice, line)
				continue
			}
			name := field
			if v.Type().Field(i).Name == "Units" {
				name = v.FieldByName("UnitField")
			}
			for k := range part.Len() {
				choice(name.String(), part.Index(k).Field(0).String(), part.Index(k).FieldByName("Given").Bool())
			}
		}
	}
}
