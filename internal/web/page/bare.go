package page

import (
	"reflect"

	"verbatim/internal/quiz"
)

// Bare gives a copy of what a kind of question shows of an answer, without the
// reasons: no field named Because and no citation is left in it, at any depth.
// Kinds name them alike, so that none needs to know of this.
func Bare(view any) any {
	if view == nil {
		return nil
	}
	return bare(reflect.ValueOf(view)).Interface()
}

var citation = reflect.TypeFor[quiz.Citation]()

func bare(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == citation {
			return reflect.Zero(citation)
		}
		out := reflect.New(v.Type()).Elem()
		out.Set(v)
		for i := range out.NumField() {
			switch f := v.Type().Field(i); {
			case f.Name == "Because":
				out.Field(i).SetZero()
			case f.IsExported():
				out.Field(i).Set(bare(v.Field(i)))
			}
		}
		return out
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(bare(v.Index(i)))
		}
		return out
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		out := reflect.New(v.Type().Elem())
		out.Elem().Set(bare(v.Elem()))
		return out
	case reflect.Interface:
		if v.IsNil() {
			return v
		}
		out := reflect.New(v.Type()).Elem()
		out.Set(bare(v.Elem()))
		return out
	case reflect.Map:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeMapWithSize(v.Type(), v.Len())
		for it := v.MapRange(); it.Next(); {
			out.SetMapIndex(it.Key(), bare(it.Value()))
		}
		return out
	}
	return v
}
