package credential_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"quarry/state/credential"
)

const secret = "secret-secret-secret-secret"

// The variables are gone from the environment that the process hands on, and
// are known to whoever asks for them here.
func TestTaken(t *testing.T) {
	if os.Getenv("QUARRY_CREDENTIAL_CHILD") == "" {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), self, "-test.run=^TestTaken$", "-test.v")
		cmd.Env = append(os.Environ(), "QUARRY_CREDENTIAL_CHILD=1", credential.Variable+"="+secret, credential.OldVariable+"="+secret, "OTHER=stays")
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	if strings.Contains(strings.Join(os.Environ(), "\n"), secret) || os.Getenv("OTHER") != "stays" {
		t.Errorf("the process hands on %q", os.Environ())
	}
	for _, want := range []string{credential.Variable + "=" + secret, credential.OldVariable + "=" + secret, "OTHER=stays"} {
		if !slices.Contains(credential.Environ(), want) {
			t.Errorf("%s is not known", want)
		}
	}
}
