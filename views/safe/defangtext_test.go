package safe

import (
	"regexp"
	"strings"
	"testing"

	"quarry/state/indicator"
)

func TestDefangText(t *testing.T) {
	for text, want := range map[string]string{
		"":                                       "",
		"Same kit, no mail yet. See ticket 4711": "Same kit, no mail yet. See ticket 4711",
		"see http://evil.example/x.":             "see hxxp://evil[.]example/x.",
		"HTTPS://Evil.Example":                   "hxxps://Evil[.]Example",
		"sftp://evil.example":                    "sftp[://]evil[.]example",
		"www.evil.example, 192.0.2.44:8080":      "www[.]evil[.]example, 192[.]0[.]2[.]44:8080",
		"mailto:ann@mail.example":                "mailto[:]ann@mail[.]example",
		"by ann.lee@mail.example.":               "by ann[.]lee@mail[.]example.",
		"inherited from example.com: Tech 155":   "inherited from example[.]com: Tech 155",
		"0.83  high, e.g. v1.2.3, 18:03:33Z":     "0.83  high, e.g. v1.2.3, 18:03:33Z",
		"at 2026-11-21T11:03:33.533482Z":         "at 2026-11-21T11:03:33.533482Z",
		"hxxps://evil[.]example/x":               "hxxps://evil[.]example/x",
		"bücher.example and 例え.テスト":              "bücher[.]example and 例え[.]テスト",
		"wait... what":                           "wait... what",
		"from 2026-11-17 to 2026-11-23":          "from 2026-11-17 to 2026-11-23",
		"\xff.com \x00":                          "\xff.com \x00",
	} {
		if got := DefangText(text, AllDots); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := DefangText("a.evil.example", LastDot); got != "a.evil[.]example" {
		t.Error(got)
	}
}

// link is what mail clients and chats make links of, where they are eager.
var link = regexp.MustCompile(`(?i)\b(https?|ftp)://|\bmailto:|[\pL\d]\.[\pL]{2}|\d+\.\d+\.\d+\.\d+`)

func FuzzDefangText(f *testing.F) {
	for _, text := range []string{"http://a.example/b", "x@y.example", "..a.bc..", "ahttp://x", "a-http://b.cd", "1.2.3.4", "a.-.bc"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := DefangText(text, AllDots)
		if found := link.FindString(got); found != "" {
			t.Errorf("%q: %q is left in %q", text, found, got)
		}
		if again := DefangText(got, AllDots); again != got {
			t.Errorf("%q, then %q", got, again)
		}
		if strings.Count(got, "\n") != strings.Count(text, "\n") {
			t.Errorf("%q has other lines: %q", text, got)
		}
	})
}

// An indicator in a text is defanged as it is alone, but for what may follow the host.
func TestDefangTextOfIndicators(t *testing.T) {
	for _, s := range []string{"192.0.2.44", "login.example.com", "https://login.example.com/", "192.0.2.0/24", "AS64500"} {
		for _, dots := range []Dots{AllDots, LastDot} {
			if got, want := DefangText(s, dots), Defang(indicator.MustParse(s), dots); got != want {
				t.Errorf("%s: %s, want %s", s, got, want)
			}
		}
	}
}
