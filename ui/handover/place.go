package handover

import (
	"errors"
	"path/filepath"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"quarry/state/export"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/safe"
)

// maxSlug is how many letters the name of a case gives to that of a file.
const maxSlug = 60

// Suggest is a name for a file of the case, in the present directory: letters and
// digits of the case's own name, whoever chose that, and nothing that means
// something in a path or to a shell.
func Suggest(i investigation.Investigation, p export.Part, f Format) string {
	name := slug(i.Name)
	if i.Name == "" {
		name = slug(views.CaseName(i.Summary()))
	}
	if name == "" {
		name = "case"
	}
	if p == export.IOCs {
		name += "-iocs"
	}
	return name + f.Ending
}

func slug(name string) string {
	var b strings.Builder
	n, gap := 0, false
	for _, r := range norm.NFC.String(name) {
		if r = unicode.ToLower(r); !spelled(r) {
			gap = n > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			n++
		}
		if n++; n > maxSlug {
			break
		}
		b.WriteRune(r)
		gap = false
	}
	return strings.TrimRight(b.String(), "-")
}

// spelled reports whether a character stands for itself in a name and on a screen.
func spelled(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && safe.Print(string(r)) == string(r)
}

// Place is the file that a typed name means. A shell would expand the tilde, so that
// it is done here too, for the user's own home; home is empty where there is none.
func Place(typed, home string) (string, error) {
	name := strings.TrimSpace(typed)
	switch {
	case name == "":
		return "", errors.New("no file is named; write where to")
	case name == "-":
		return "", errors.New("- means standard output, which is the screen here; write ./- for a file that is called so")
	case name == "~" || strings.HasPrefix(name, "~/"):
		if home == "" {
			return "", errors.New("~ is your home, and HOME is not set; write the path from / on")
		}
		return filepath.Join(home, name[1:]) + trailing(name), nil
	case strings.HasPrefix(name, "~"):
		return "", errors.New("~ means somebody's home here, which is not looked up; write the path from / on, or ./~ for a file that is called so")
	}
	return name, nil
}

// trailing keeps the mark of a directory, which is no file.
func trailing(name string) string {
	if strings.HasSuffix(name, "/") {
		return "/"
	}
	return ""
}
