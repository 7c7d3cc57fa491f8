package cfsim

import (
	"encoding/json"
	"fmt"
	"net/http"

	"quarry/testdata"
)

// recorded is a recorded body, byte for byte.
func recorded(name string) answer { return answer{status: http.StatusOK, body: recordedBody(name)} }

func recordedBody(name string) []byte {
	body, err := testdata.Recorded.ReadFile("recorded/" + name)
	if err != nil {
		panic(fmt.Sprintf("cfsim: recorded answer: %v", err))
	}
	return body
}

// recordedResult is the result in a recorded body without some of its fields,
// for calls that ask for less than the recorded one did.
func recordedResult(name string, without ...string) map[string]json.RawMessage {
	var e struct{ Result map[string]json.RawMessage }
	if err := json.Unmarshal(recordedBody(name), &e); err != nil {
		panic(fmt.Sprintf("cfsim: recorded answer %s: %v", name, err))
	}
	for _, field := range without {
		delete(e.Result, field)
	}
	return e.Result
}
