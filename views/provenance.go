package views

import (
	"quarry/api"
	"quarry/views/style"
)

// Provenance says where an answer comes from and how old it is: "just now ·
// 1 call", "3 d old · known". An old one is marked; nothing fetches it again
// but the analyst.
func Provenance(env Env, a api.Answer) (string, style.Tone) {
	tone := style.Muted
	if env.Settings.Lifetimes.Old(a.Query, a.FetchedAt, env.Now()) {
		tone = style.Warn
	}
	cost := "known"
	if !a.Known {
		cost = Calls(a.Calls)
	}
	return Age(env.Now(), a.FetchedAt) + " " + style.Dot + " " + cost, tone
}
