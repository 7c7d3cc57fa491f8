package views

import (
	"github.com/charmbracelet/x/ansi"

	"quarry/api"
	"quarry/views/style"
)

// Stamp says at the right end of a line where something comes from and how old it
// is.
type Stamp struct {
	Text string
	// Short says as much as must be said where there is no room for Text; empty
	// where that is Text.
	Short string
	Tone  style.Tone
}

// Fit is Text where it has the room, else what must be said.
func (s Stamp) Fit(width int) string {
	if ansi.StringWidth(s.Text) <= width {
		return s.Text
	}
	return s.short()
}

// short is what must be said.
func (s Stamp) short() string {
	if s.Short == "" {
		return s.Text
	}
	return s.Short
}

// Provenance says where an answer comes from and how old it is: "just now ·
// 1 call", "3 d old · known", "3 d old · from alice's bundle". An old one is
// marked; nothing fetches it again but the analyst. Of one's own answers the price
// may be left out, which the header's count of calls has too; that others have
// fetched something may not.
func Provenance(env Env, a api.Answer) Stamp {
	const between = " " + style.Dot + " "
	age := Age(env.Now(), a.FetchedAt)
	s := Stamp{Text: age + between + "known", Short: age, Tone: style.Muted}
	if env.Settings.Lifetimes.Old(a.Query, a.FetchedAt, env.Now()) {
		s.Tone = style.Warn
	}
	switch o := a.Origin; {
	case !a.Known && o.Own():
		s.Text = age + between + Calls(a.Calls)
	case !a.Known:
		s.Text = age + between + Calls(a.Calls) + ", " + From(o)
		s.Short = age + between + imported(o)
	case !o.Own():
		s.Text = age + between + From(o)
		s.Short = age + between + imported(o)
	}
	return s
}

func imported(o api.Origin) string {
	if o.Partly {
		return "partly imported"
	}
	return "imported"
}

// From says whose bundle something came in: "from alice's bundle", "partly from
// alice's bundle". A long name is cut.
func From(o api.Origin) string {
	text := "from " + bundle(o)
	if o.Partly {
		text = "partly " + text
	}
	return text
}

// bundle names a bundle by who made it.
func bundle(o api.Origin) string {
	if o.By.Empty() {
		return "an unnamed bundle"
	}
	return Maker(o) + "'s bundle"
}

// Maker is who made a bundle, as that says, in a few cells.
func Maker(o api.Origin) string {
	if o.By.Empty() {
		return "somebody unnamed"
	}
	const most = 24
	return ansi.Truncate(o.By.Cut(2*most), most, style.Ellipsis)
}
