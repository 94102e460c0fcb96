package quiz

import "testing"

func TestTrust38MediaTypeGoesByContent(t *testing.T) {
	for data, want := range map[string]string{
		"\x89PNG\r\n\x1a\n\x00\x00":                        "image/png",
		"\xff\xd8\xff\xe0\x00\x10JFIF":                     "image/jpeg",
		"GIF89a\x01\x00":                                   "image/gif",
		"GIF87a\x01\x00":                                   "image/gif",
		"RIFF\x24\x00\x00\x00WEBPVP8 ":                     "image/webp",
		"RIFF\x24\x00\x00\x00WAVEfmt ":                     "",
		"<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>": "",
		"<!doctype html><script>":                          "",
		"title: \"Tides\"\n":                               "",
		"\x89PNG":                                          "",
		"":                                                 "",
	} {
		if got := (File{Name: "picture.png", Data: []byte(data)}).MediaType(); got != want {
			t.Errorf("%q is taken for %q, not %q", data, got, want)
		}
	}
}
