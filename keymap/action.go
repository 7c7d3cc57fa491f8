package keymap

import "strconv"

// Action names what a key does: dotted, lower case and stable, because users
// write it in their config file. No action is another's prefix up to a dot, so
// that each can also be written as a TOML dotted key.
type Action string

// The actions, in the order of help.
const (
	MoveDown    Action = "move.down"
	MoveUp      Action = "move.up"
	MoveTop     Action = "move.top"
	MoveBottom  Action = "move.bottom"
	HalfDown    Action = "move.half-down"
	HalfUp      Action = "move.half-up"
	PageDown    Action = "move.page-down"
	PageUp      Action = "move.page-up"
	ScrollLeft  Action = "move.scroll-left"
	ScrollRight Action = "move.scroll-right"

	PivotIP                Action = "pivot.ip"
	PivotPDNS              Action = "pivot.pdns"
	PivotDomain            Action = "pivot.domain"
	PivotHistory           Action = "pivot.history"
	PivotWHOIS             Action = "pivot.whois"
	PivotASN               Action = "pivot.asn"
	PivotSubnets           Action = "pivot.subnets"
	PivotPhishing          Action = "pivot.phishing"
	PivotMiscategorization Action = "pivot.miscategorization"
	Dossier                Action = "pivot.dossier"
	PivotBulk              Action = "pivot.bulk"

	Open         Action = "path.open"
	Back         Action = "path.back"
	Forward      Action = "path.forward"
	Jump1        Action = "path.jump-1"
	Jump2        Action = "path.jump-2"
	Jump3        Action = "path.jump-3"
	Jump4        Action = "path.jump-4"
	Jump5        Action = "path.jump-5"
	Jump6        Action = "path.jump-6"
	Jump7        Action = "path.jump-7"
	Jump8        Action = "path.jump-8"
	Jump9        Action = "path.jump-9"
	NewIndicator Action = "path.new"

	Filter         Action = "list.filter"
	FilterNext     Action = "list.filter-next"
	FilterPrevious Action = "list.filter-previous"
	SortPrevious   Action = "list.sort-previous"
	SortNext       Action = "list.sort-next"
	SortReverse    Action = "list.sort-reverse"
	Mark           Action = "list.mark"
	MarkAll        Action = "list.mark-all"
	MarkInvert     Action = "list.mark-invert"
	GroupRows      Action = "list.group"
	WindowEarlier  Action = "list.window-earlier"
	WindowLater    Action = "list.window-later"
	WindowSet      Action = "list.window-set"

	Trail   Action = "case.trail"
	IOCs    Action = "case.iocs"
	Verdict Action = "case.verdict"
	Comment Action = "case.comment"
	Star    Action = "case.star"
	Prune   Action = "case.prune"
	Fork    Action = "case.fork"
	Undo    Action = "case.undo"
	Name    Action = "case.name"
	Cases   Action = "case.open"
	Discard Action = "case.delete"
	Export  Action = "case.export"
	TLP     Action = "case.tlp"

	Copy   Action = "copy.selection"
	CopyAs Action = "copy.as"

	Refresh  Action = "view.refresh"
	Raw      Action = "view.raw"
	LoadMore Action = "view.load-more"
	LoadAll  Action = "view.load-all"
	Fold     Action = "view.fold"
	Insights Action = "view.insights"

	Palette Action = "program.palette"
	Help    Action = "program.help"
	Notices Action = "program.notices"
	Quit    Action = "program.quit"
	Suspend Action = "program.suspend"

	OverlayUp      Action = "overlay.up"
	OverlayDown    Action = "overlay.down"
	OverlayAccept  Action = "overlay.accept"
	OverlayCancel  Action = "overlay.cancel"
	OverlayNewline Action = "overlay.newline"
	OverlayScope   Action = "overlay.scope"

	FormNext     Action = "form.next"
	FormPrevious Action = "form.previous"
	FormToggle   Action = "form.toggle"
	FormAccept   Action = "form.accept"
	FormCancel   Action = "form.cancel"
)

// Places is how many places on the path have a key of their own: Jump1 to
// Jump9.
const Places = 9

const jumpPrefix = "path.jump-"

// Jump is the action that goes to the nth place on the path, counted from 1.
// It is empty when n is not within 1 and Places.
func Jump(n int) Action {
	if n < 1 || n > Places {
		return ""
	}
	return Action(jumpPrefix + strconv.Itoa(n))
}

// Place is the place on the path, counted from 1, that a jump goes to; false
// when a is no jump.
func (a Action) Place() (int, bool) {
	for n := 1; n <= Places; n++ {
		if a == Jump(n) {
			return n, true
		}
	}
	return 0, false
}
