package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/charmbracelet/x/ansi"

	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/safe"
)

// printCases lists the cases, for people or for machines.
func (a *app) printCases(o *options, list []investigation.Summary) error {
	if o.json {
		return a.printCasesJSON(list)
	}
	switch {
	case len(list) > 0:
	case o.deleted:
		return a.printLines([]string{fmt.Sprintf("No case was deleted in the last %d days.", keptDays)})
	default:
		return a.printLines([]string{"No case is kept yet. The first question in the workbench begins one."})
	}
	when, at := "CHANGED", func(c investigation.Summary) time.Time { return c.Last }
	if o.deleted {
		when, at = "DELETED", func(c investigation.Summary) time.Time { return c.Deleted }
	}
	rows := [][]string{{"CASE", "MARKING", when, "QUESTIONS", "CALLS", "JUDGED", "LAST"}}
	for _, c := range list {
		rows = append(rows, []string{
			views.CaseName(c), c.TLP.String(), views.Ago(a.host.Now(), at(c)), views.Number(c.Questions), views.Number(c.Calls),
			views.Number(c.Judged), lastOf(c),
		})
	}
	if width := a.host.columns(); width > 0 {
		fit(rows, max(width, minWidth))
	}
	return a.printLines(tabulated(rows))
}

// lastOf is what a case was about last; a look-up of many is about no one indicator.
func lastOf(c investigation.Summary) string {
	if c.Indicator.IsZero() && c.Questions > 0 {
		return "several names"
	}
	return safe.Show(c.Indicator)
}

// narrowest is how few cells a column may be cut to.
const narrowest = 10

// fit makes rows fit into the width of a terminal, which would break them else: the
// last column is cut, or left out where next to nothing is left of it, and then the
// first, by which a case is named.
func fit(rows [][]string, width int) {
	last := len(rows[0]) - 1
	over := 2*last - width
	for n := range rows[0] {
		over += widest(rows, n)
	}
	if has := widest(rows, last); over > 0 && has-over < narrowest {
		for n, row := range rows {
			rows[n] = row[:last]
		}
		over -= has + 2
	} else if over > 0 {
		cut(rows, last, has-over)
		return
	}
	if over > 0 {
		cut(rows, 0, max(widest(rows, 0)-over, narrowest))
	}
}

func cut(rows [][]string, column, room int) {
	for _, row := range rows {
		row[column] = ansi.Truncate(row[column], room, "…")
	}
}

// widest is the width of a column.
func widest(rows [][]string, column int) (width int) {
	for _, row := range rows {
		width = max(width, safe.Width(row[column]))
	}
	return width
}

// tabulated aligns printable cells under each other.
func tabulated(rows [][]string) []string {
	widths := make([]int, len(rows[0]))
	for n := range widths {
		widths[n] = widest(rows, n)
	}
	lines := make([]string, len(rows))
	for n, row := range rows {
		for k, cell := range row {
			if k == len(row)-1 {
				lines[n] += cell
				break
			}
			lines[n] += cell + fmt.Sprintf("%*s", widths[k]-safe.Width(cell)+2, "")
		}
	}
	return lines
}

// caseObject is a line of the JSON output of quarry cases. It is documented in
// docs/json.md and stable.
type caseObject struct {
	ID        string  `json:"id"`
	Name      string  `json:"name"`
	TLP       string  `json:"tlp"`
	Account   string  `json:"account"`
	CreatedAt string  `json:"created_at"`
	ChangedAt string  `json:"changed_at"`
	Questions int     `json:"questions"`
	Calls     int     `json:"calls"`
	Judged    int     `json:"judged"`
	First     *string `json:"first"`
	Last      *string `json:"last"`
	DeletedAt string  `json:"deleted_at,omitempty"`
}

func orNull(i indicator.Indicator) *string {
	if i.IsZero() {
		return nil
	}
	s := i.String()
	return &s
}

func (a *app) printCasesJSON(list []investigation.Summary) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	for _, c := range list {
		o := caseObject{
			ID: c.ID.String(), Name: c.Name, TLP: string(c.TLP), Account: c.Account,
			CreatedAt: c.Created.UTC().Format(time.RFC3339), ChangedAt: c.Last.UTC().Format(time.RFC3339),
			Questions: c.Questions, Calls: c.Calls, Judged: c.Judged,
		}
		o.First, o.Last = orNull(c.First), orNull(c.Indicator)
		if !c.Deleted.IsZero() {
			o.DeletedAt = c.Deleted.UTC().Format(time.RFC3339)
		}
		if err := encoder.Encode(o); err != nil {
			return err
		}
	}
	return a.print(string(safe.EscapeJSON(b.Bytes())))
}
