package quiz

import "bytes"

// MediaType gives the type of an image by its content: image/png, image/jpeg,
// image/gif or image/webp. It is empty for any other file, SVG among them, which
// can hold scripts.
func (f File) MediaType() string {
	has := func(at int, signature string) bool {
		return len(f.Data) >= at && bytes.HasPrefix(f.Data[at:], []byte(signature))
	}
	switch {
	case has(0, "\x89PNG\r\n\x1a\n"):
		return "image/png"
	case has(0, "\xff\xd8\xff"):
		return "image/jpeg"
	case has(0, "GIF87a"), has(0, "GIF89a"):
		return "image/gif"
	case has(0, "RIFF") && has(8, "WEBPVP"):
		return "image/webp"
	}
	return ""
}
