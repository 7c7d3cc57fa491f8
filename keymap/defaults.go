package keymap

import "strconv"

// Group is a heading in help.
type Group string

// The groups, in the order of help.
const (
	GroupMove    Group = "Move"
	GroupPivot   Group = "Pivot"
	GroupPath    Group = "Path"
	GroupList    Group = "List"
	GroupCase    Group = "Case"
	GroupCopy    Group = "Copy"
	GroupView    Group = "View"
	GroupProgram Group = "Program"
	GroupDialog  Group = "Dialog"
	GroupForm    Group = "Form"
)

// Scope says where a binding is live. A key has one action within a scope.
type Scope uint8

// The scopes.
const (
	Workbench Scope = iota // the views and the root
	Overlay                // lists and dialogs that lie over a view
	Form                   // a view that asks for input field by field
)

// String is the scope's name in error messages.
func (s Scope) String() string {
	switch s {
	case Workbench:
		return "workbench"
	case Overlay:
		return "overlay"
	case Form:
		return "form"
	default:
		return "scope " + strconv.Itoa(int(s))
	}
}

// defaults is the one table that help, footer, palette and README are made
// from. Its order is the order of help.
func defaults() []Binding {
	const jumps = "to that place on the path"
	b := []Binding{
		{MoveDown, []string{"j", "down"}, GroupMove, Workbench, "down", "one row down", ""},
		{MoveUp, []string{"k", "up"}, GroupMove, Workbench, "up", "one row up", ""},
		{MoveTop, []string{"g", "home"}, GroupMove, Workbench, "top", "to the first row", ""},
		{MoveBottom, []string{"G", "end"}, GroupMove, Workbench, "bottom", "to the last row", ""},
		{HalfDown, []string{"ctrl+d"}, GroupMove, Workbench, "half down", "half a page down", ""},
		{HalfUp, []string{"ctrl+u"}, GroupMove, Workbench, "half up", "half a page up", ""},
		{PageDown, []string{"pgdown"}, GroupMove, Workbench, "page down", "one page down", ""},
		{PageUp, []string{"pgup"}, GroupMove, Workbench, "page up", "one page up", ""},
		{ScrollLeft, []string{"left"}, GroupMove, Workbench, "left", "scroll a wide table to the left", ""},
		{ScrollRight, []string{"right"}, GroupMove, Workbench, "right", "scroll a wide table to the right", ""},

		{PivotIP, []string{"i"}, GroupPivot, Workbench, "IP", "what is known of the selected IP address", ""},
		{PivotPDNS, []string{"p"}, GroupPivot, Workbench, "passive DNS", "the host names that resolved to the selected IP address", ""},
		{PivotDomain, []string{"d"}, GroupPivot, Workbench, "domain", "risk and categories of the selected domain", ""},
		{PivotHistory, []string{"h"}, GroupPivot, Workbench, "history", "how the selected domain was categorized over time", ""},
		{PivotWHOIS, []string{"w"}, GroupPivot, Workbench, "WHOIS", "who registered the selected domain, and when", ""},
		{PivotASN, []string{"a"}, GroupPivot, Workbench, "ASN", "the network of the selection", ""},
		{PivotSubnets, []string{"s"}, GroupPivot, Workbench, "subnets", "the subnets of the selected network", ""},
		{PivotPhishing, []string{"u"}, GroupPivot, Workbench, "phishing", "the phishing verdict on the selected URL or domain", ""},
		{PivotMiscategorization, []string{"m"}, GroupPivot, Workbench, "report", "report a wrong category of the selection", ""},
		{Dossier, []string{"D"}, GroupPivot, Workbench, "dossier", "all endpoints for the selection: what is known at once, the rest for a stated price", ""},
		{PivotBulk, []string{"L"}, GroupPivot, Workbench, "look up", "risk, categories and rank of the marked names, in one call where that suffices", ""},

		{Open, []string{"enter"}, GroupPath, Workbench, "open", "the natural next step for the selection", ""},
		{Back, []string{"[", "esc", "backspace"}, GroupPath, Workbench, "back", "close what is open, then one step back on the path", ""},
		{Forward, []string{"]"}, GroupPath, Workbench, "forward", "forward again", ""},
	}
	for n := 1; n <= Places; n++ {
		b = append(b, Binding{Jump(n), []string{strconv.Itoa(n)}, GroupPath, Workbench, "jump", "to place " + strconv.Itoa(n) + " on the path", jumps})
	}
	return append(b, []Binding{
		{NewIndicator, []string{"o"}, GroupPath, Workbench, "new", "open another indicator", ""},

		{Filter, []string{"/"}, GroupList, Workbench, "filter", "filter as you type: text, !x excludes, ~x fuzzy, /re/ pattern, last>2023-07 or days<3 by column", ""},
		{FilterNext, []string{"n"}, GroupList, Workbench, "next", "to the next match of the filter", ""},
		{FilterPrevious, []string{"N"}, GroupList, Workbench, "previous", "to the previous match of the filter", ""},
		{SortPrevious, []string{","}, GroupList, Workbench, "sort left", "sort by the previous column", ""},
		{SortNext, []string{"."}, GroupList, Workbench, "sort right", "sort by the next column", ""},
		{SortReverse, []string{"<", ">"}, GroupList, Workbench, "reverse", "reverse the order", ""},
		{Mark, []string{"space"}, GroupList, Workbench, "mark", "mark or unmark the selection", ""},
		{MarkAll, []string{"*"}, GroupList, Workbench, "mark all", "mark all that the filter shows", ""},
		{MarkInvert, []string{"V"}, GroupList, Workbench, "invert", "invert the marks", ""},
		{GroupRows, []string{"z"}, GroupList, Workbench, "group", "group the rows in the next way there is, and after the last in none", ""},
		{WindowEarlier, []string{"("}, GroupList, Workbench, "earlier", "the days before: the window moves by its own length", ""},
		{WindowLater, []string{")"}, GroupList, Workbench, "later", "the days after, until today at the latest", ""},
		{WindowSet, []string{"="}, GroupList, Workbench, "window", "the days to ask about, with the price of each choice", ""},

		{Trail, []string{"t"}, GroupCase, Workbench, "trail", "every question of this case as a tree, and back", ""},
		{IOCs, []string{"I"}, GroupCase, Workbench, "IOCs", "what was judged malicious or suspicious in this case as a list, and back", ""},
		{Verdict, []string{"v"}, GroupCase, Workbench, "verdict", "say what the selection, or the marked, is: malicious, suspicious, benign, unknown", ""},
		{Comment, []string{"c"}, GroupCase, Workbench, "comment", "write a comment on the selection, or the marked", ""},
		{Star, []string{"b"}, GroupCase, Workbench, "star", "star the selection, or the marked, or take the star away", ""},
		{Prune, []string{"x"}, GroupCase, Workbench, "prune", "in the trail: take the selected branch, or the marked ones, out of sight and out of exports", ""},
		{Fork, []string{"F"}, GroupCase, Workbench, "fork", "begin a case of its own with the marked rows, the selected or marked branches of the trail, or from here on", ""},
		{Undo, []string{"U"}, GroupCase, Workbench, "undo", "take the last verdict, comment, star, prune, name or marking back, or the deletion of a case", ""},
		{Name, []string{"T"}, GroupCase, Workbench, "name", "give this case a name", ""},
		{Cases, []string{"C"}, GroupCase, Workbench, "cases", "go on with another case, or begin a new one", ""},
		{Discard, []string{"X"}, GroupCase, Workbench, "delete", "delete this case: trail, verdicts, comments; asks first. The answers stay", ""},
		{Export, []string{"e"}, GroupCase, Workbench, "export", "write this case, or its list of IOCs, to a file: as a report, for another tool, to hand it over", ""},
		{TLP, []string{"M"}, GroupCase, Workbench, "TLP", "say how far this case may be passed on", ""},

		{Copy, []string{"y"}, GroupCopy, Workbench, "copy", "copy the selection, or the marked, in the form last used", ""},
		{CopyAs, []string{"Y"}, GroupCopy, Workbench, "copy as", "choose the form, then copy", ""},

		{Refresh, []string{"r"}, GroupView, Workbench, "refresh", "fetch again; says what it costs", ""},
		{Raw, []string{"J"}, GroupView, Workbench, "raw", "the raw answer, with when, how and what it cost", ""},
		{LoadMore, []string{"+"}, GroupView, Workbench, "more", "load one more page", ""},
		{LoadAll, []string{"ctrl+a"}, GroupView, Workbench, "load all", "load all pages; says what it costs", ""},
		{Fold, []string{"tab"}, GroupView, Workbench, "fold", "fold or unfold a group of fields", ""},
		{Insights, []string{"!"}, GroupView, Workbench, "insights", "all that follows from what is known, and back to the first lines of it", ""},

		{Palette, []string{":"}, GroupProgram, Workbench, "command", "find any action by name", ""},
		{Help, []string{"?"}, GroupProgram, Workbench, "help", "help for this view", ""},
		{Notices, []string{"@"}, GroupProgram, Workbench, "notices", "what was said in the footer in this run, whole, the last first", ""},
		{Quit, []string{"q", always}, GroupProgram, Workbench, "quit", "leave", ""},
		{Suspend, []string{"ctrl+z"}, GroupProgram, Workbench, "suspend", "to the shell; fg comes back", ""},

		{OverlayUp, []string{"up", "ctrl+p"}, GroupDialog, Overlay, "up", "one entry up", ""},
		{OverlayDown, []string{"down", "ctrl+n"}, GroupDialog, Overlay, "down", "one entry down", ""},
		{OverlayAccept, []string{"enter"}, GroupDialog, Overlay, "choose", "take the selected entry", ""},
		{OverlayCancel, []string{"esc"}, GroupDialog, Overlay, "cancel", "close without choosing", ""},
		{OverlayNewline, []string{"ctrl+j"}, GroupDialog, Overlay, "new line", "begin a new line in a comment", ""},
		{OverlayScope, []string{"tab"}, GroupDialog, Overlay, "what", "what is copied: the selection, the marked, all that is shown; or exported: the whole case, the list of IOCs", ""},

		{FormNext, []string{"tab", "down"}, GroupForm, Form, "next", "to the next field", ""},
		{FormPrevious, []string{"shift+tab", "up"}, GroupForm, Form, "previous", "to the previous field", ""},
		{FormToggle, []string{"space"}, GroupForm, Form, "toggle", "check or uncheck", ""},
		{FormAccept, []string{"enter"}, GroupForm, Form, "accept", "accept the field, or send", ""},
		{FormCancel, []string{"esc"}, GroupForm, Form, "cancel", "leave without sending", ""},
	}...)
}
