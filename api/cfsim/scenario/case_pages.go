package scenario

import "time"

// casePages are the scanned URLs of the case.
func casePages(c clock) []Page {
	return []Page{
		{
			URL:    "https://login-portal.example/session/verify?id=7",
			Scores: []Score{{"MACHINE_LEARNING_v1", 0.871}, {"MACHINE_LEARNING_v2", 0.996}},
			Rules: []Rule{
				{"phishkit.login_clone", "Match login page cloned from a known brand"},
				{"phishkit.exfil_post", "Match form that posts credentials to another host"},
			},
			Verdicts: []Verdict{{"PHISHING", "confirmed"}, {"BRAND_EMBEDDING", "pending"}},
			Complete: true, Processed: c.ago(26 * time.Hour), StatusCode: 200, Submission: 90000007,
		},
		{
			URL:      "https://login-portal.example/",
			Scores:   []Score{{"MACHINE_LEARNING_v2", 0.742}},
			Rules:    []Rule{{"phishkit.login_clone", "Match login page cloned from a known brand"}},
			Verdicts: []Verdict{{"PHISHING", "unverified"}},
			Complete: true, Processed: c.ago(27 * time.Hour), StatusCode: 200, Submission: 90000006,
		},
		{
			// A scan that is still under way.
			URL:        "https://secure-login-portal.example/",
			Submission: 90000031,
		},
		{
			URL:      "https://shop.example.org/",
			Scores:   []Score{{"MACHINE_LEARNING_v2", 0.024}},
			Verdicts: []Verdict{{"BENIGN", "confirmed"}},
			Complete: true, Processed: c.ago(9 * day), StatusCode: 200, Submission: 90000002,
		},
	}
}
