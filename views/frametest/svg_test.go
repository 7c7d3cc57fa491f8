package frametest_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/color"
	"io"
	"strconv"
	"strings"
	"testing"

	"quarry/views/frametest"
)

type element struct {
	name string
	attr map[string]string
	text string
}

// elements parses an SVG, which also proves that it is well-formed.
func elements(t *testing.T, svg []byte) []element {
	t.Helper()
	var all []element
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, svg)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			e := element{name: tok.Name.Local, attr: map[string]string{}}
			for _, a := range tok.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			all = append(all, e)
		case xml.CharData:
			if len(all) > 0 {
				all[len(all)-1].text += strings.TrimRight(string(tok), "\n")
			}
		}
	}
}

func draw(t *testing.T, content string, width, height int, opt frametest.SVGOptions) []element {
	t.Helper()
	return elements(t, frametest.SVG(frametest.Frame(content+"\x1b[?25l", width, height), opt))
}

// textOf returns the element whose text is that.
func textOf(t *testing.T, all []element, text string) element {
	t.Helper()
	for _, e := range all {
		if e.name == "text" && e.text == text {
			return e
		}
	}
	t.Fatalf("no text %q in %v", text, all)
	return element{}
}

func number(t *testing.T, e element, attr string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(e.attr[attr], 64)
	if err != nil {
		t.Fatalf("%s of %v: %v", attr, e, err)
	}
	return v
}

// Text stands where its cells are, whatever came before it in the line.
func TestSVGPlacesText(t *testing.T) {
	const cell = 6 // 0.6 × the font size
	all := draw(t, "ab cd  日本ef ▲ gh\nab", 24, 2, frametest.SVGOptions{FontSize: 10})
	origin := number(t, textOf(t, all, "ab cd"), "x")
	for text, column := range map[string]float64{"日": 7, "本": 9, "ef": 11, "▲": 14, "gh": 16} {
		if got, want := number(t, textOf(t, all, text), "x"), origin+column*cell; got != want {
			t.Errorf("%s at %v, want %v", text, got, want)
		}
	}
	if got := textOf(t, all, "ab cd").attr["textLength"]; got != "30" {
		t.Errorf("five cells are %s px", got)
	}
	if got, ok := textOf(t, all, "日").attr["textLength"]; ok {
		t.Errorf("a single character is stretched to %s", got)
	}
	if a, b := number(t, textOf(t, all, "ab"), "y"), number(t, textOf(t, all, "gh"), "y"); a-b != 13 {
		t.Errorf("the second line is %v px below the first", a-b)
	}
}

func TestSVGColours(t *testing.T) {
	white, black := color.White, color.Black
	opt := frametest.SVGOptions{Foreground: white, Background: black}
	cases := []struct{ name, sgr, text, ground string }{
		{"default", "", "#ffffff", ""},
		{"palette", "31", "#e06c75", ""},
		{"palette by index", "38;5;1", "#e06c75", ""},
		{"bright", "91", "#f28b93", ""},
		{"cube", "38;5;208", "#ff8700", ""},
		{"true colour", "38;2;1;2;3", "#010203", ""},
		{"ground", "48;2;9;8;7", "#ffffff", "#090807"},
		{"reverse", "7", "#000000", "#ffffff"},
		{"reverse of colours", "7;38;2;1;2;3;48;2;9;8;7", "#090807", "#010203"},
		{"faint", "2", "#999999", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			all := draw(t, "\x1b["+c.sgr+"mxy\x1b[m", 4, 1, opt)
			if got := textOf(t, all, "xy").attr["fill"]; got != c.text {
				t.Errorf("text %s, want %s", got, c.text)
			}
			ground := ""
			for _, e := range all {
				if e.name == "rect" && e.attr["width"] == "16.8" { // two cells
					ground = e.attr["fill"]
				}
			}
			if ground != c.ground {
				t.Errorf("ground %q, want %q", ground, c.ground)
			}
		})
	}
	e := textOf(t, draw(t, "\x1b[1;3mxy\x1b[m", 4, 1, opt), "xy")
	if e.attr["font-weight"] != "bold" || e.attr["font-style"] != "italic" {
		t.Errorf("bold italic: %v", e.attr)
	}
}

func TestSVGShapes(t *testing.T) {
	for _, content := range []string{"─│┌┐└┘├┤┬┴┼━┃", "╭╮╯╰", "▀▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐░▒▓▔▕", "▖▗▘▙▚▛▜▝▞▟"} {
		all := draw(t, content, 30, 1, frametest.SVGOptions{})
		paths := 0
		for _, e := range all {
			switch e.name {
			case "text":
				t.Errorf("left to the font: %q", e.text)
			case "path":
				paths++
			}
		}
		if paths == 0 {
			t.Errorf("nothing drawn of %q", content)
		}
	}
	// Font 10: a cell is 6 by 13, the first at 10,29.
	for content, want := range map[string]string{
		"█":  "M10 29H16V42H10Z",
		"▁▁": "M10 40.38H22V42H10Z",
		"──": "M10 35.5H22",
		"▌▌": "M10 29H13V42H10ZM16 29H19V42H16Z",
		"▌":  "M10 29H13V42H10Z",
		"▄":  "M10 35.5H16V42H10Z",
		"▐":  "M13 29H16V42H13Z",
		"▝":  "M13 29H16V35.5H13Z",
		"▂":  "M10 38.75H16V42H10Z",
		"─":  "M10 35.5H16",
		"└":  "M13.5 35.5H16M13.5 29V35.5",
		"┼":  "M10 35.5H16M13.5 29V42",
		"╭":  "M16 35.5Q13.5 35.5 13.5 42",
	} {
		found := ""
		for _, e := range draw(t, content, 3, 1, frametest.SVGOptions{FontSize: 10}) {
			found += e.attr["d"]
		}
		if found != want {
			t.Errorf("%s is %s, want %s", content, found, want)
		}
	}
}

func TestSVGEscapes(t *testing.T) {
	all := draw(t, `<b>&"x"</b>`+"\x1b]2;<t> & co\x07", 20, 1, frametest.SVGOptions{})
	textOf(t, all, `<b>&"x"</b>`)
	textOf(t, all, "<t> & co")
	for _, e := range all {
		if e.name == "b" || e.name == "t" {
			t.Errorf("the text became an element: %v", e)
		}
	}
	all = draw(t, "x", 3, 1, frametest.SVGOptions{Title: "mine"})
	textOf(t, all, "mine")
}

func TestSVGCursorAndDeterminism(t *testing.T) {
	s := frametest.Frame("┌─┐ \x1b[31m█▓\x1b[32m▁│\x1b[m text \x1b[4munder line", 40, 3)
	with := frametest.SVG(s, frametest.SVGOptions{})
	without := frametest.SVG(s, frametest.SVGOptions{HideCursor: true})
	if bytes.Count(with, []byte("<rect"))-bytes.Count(without, []byte("<rect")) != 1 {
		t.Error("the cursor is not one rectangle")
	}
	for range 20 {
		if !bytes.Equal(with, frametest.SVG(s, frametest.SVGOptions{})) {
			t.Fatal("two drawings of one screen differ")
		}
	}
	elements(t, frametest.SVG(frametest.Screen{}, frametest.SVGOptions{}))
}
