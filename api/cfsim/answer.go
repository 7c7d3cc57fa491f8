package cfsim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
)

// answer is what the server is going to say.
type answer struct {
	status      int
	contentType string // JSON when empty
	header      map[string]string
	body        []byte
	// misbehave, when set, writes in place of the body.
	misbehave func(http.ResponseWriter, *http.Request)
}

// write sends the answer. An error of the connection is the client's affair.
func (a answer) write(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	if a.contentType != "" {
		h.Set("Content-Type", a.contentType)
	}
	for name, value := range a.header {
		h.Set(name, value)
	}
	if a.misbehave != nil {
		a.misbehave(w, r)
		return
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// message is an entry of errors and messages.
type message struct {
	Code    int       `json:"code"`
	Message string    `json:"message"`
	Chain   []message `json:"error_chain,omitempty"`
}

// envelope is what most answers come in.
type envelope struct {
	Result     any       `json:"result"`
	Success    bool      `json:"success"`
	Errors     []message `json:"errors"`
	Messages   []message `json:"messages"`
	ResultInfo any       `json:"result_info,omitempty"`
}

// ok is a result in its envelope.
func ok(result any) answer {
	return bare(envelope{Result: result, Success: true, Errors: []message{}, Messages: []message{}})
}

// bare is a result without an envelope.
func bare(v any) answer { return answer{status: http.StatusOK, body: encode(v)} }

// fail is a refusal with one error.
func fail(status, code int, text string) answer {
	return failures(status, message{Code: code, Message: text})
}

func failures(status int, errors ...message) answer {
	return answer{status: status, body: encode(envelope{Errors: errors, Messages: []message{}})}
}

// codeRequest is the one error code that the published description gives for a
// request that an intelligence endpoint does not take.
const codeRequest = 10433

func badRequest(format string, args ...any) answer {
	return fail(http.StatusBadRequest, codeRequest, "request error: "+fmt.Sprintf(format, args...))
}

// unknown is the answer about something that nothing is known of. How
// Cloudflare puts that is not published.
func unknown() answer { return fail(http.StatusNotFound, codeRequest, "request error: not found") }

// encode writes JSON the way a server does, which escapes no more than it must.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		// All values come from this package; none can fail to encode.
		panic(fmt.Sprintf("cfsim: %v", err))
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
