package views

import (
	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/state/indicator"
)

// Intent is what a view asks of the root. It is returned, not sent, so that it
// is carried out at once, in order, and can be compared in a test.
type Intent interface{ intent() }

type (
	// Pivot opens an endpoint's view of an indicator on top of this one.
	Pivot struct {
		Endpoint  api.Endpoint
		Indicator indicator.Indicator
	}
	// Prompt opens the prompt for an indicator with a text in it.
	Prompt struct {
		// Text is the editable beginning.
		Text string
		// Hint says what is wanted, and what it will cost.
		Hint string
		// Within, where set, is a prefix that the answer must lie in.
		Within indicator.Indicator
	}
	// Confirm asks for calls to be spent. Then is given to the view's Update: at
	// once where the analyst lets that many go, else after a yes.
	Confirm struct {
		Question string
		// Details are lines that say what will be sent.
		Details []string
		// Calls is the highest price, for the sum and what remains.
		Calls int
		Then  tea.Msg
	}
	// Notify shows a passing notice, printable text.
	Notify struct{ Text string }
	// Back leaves the view.
	Back struct{}
)

func (Pivot) intent()   {}
func (Prompt) intent()  {}
func (Confirm) intent() {}
func (Notify) intent()  {}
func (Back) intent()    {}
