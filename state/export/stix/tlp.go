package stix

import (
	"strings"

	"quarry/state/investigation"
)

// tlpExtension is the extension by which STIX 2.1 takes TLP 2.0. It, and the
// marking definitions that use it, are published by OASIS
// (cti-stix-common-objects, extension-definition-specifications/tlp-2.0).
const tlpExtension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"

// markingID is the published identifier of a marking; what is no marking counts
// as the strictest.
func markingID(t investigation.TLP) string {
	switch t {
	case investigation.TLPClear:
		return "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"
	case investigation.TLPGreen:
		return "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"
	case investigation.TLPAmber:
		return "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"
	case investigation.TLPAmberStrict:
		return "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"
	}
	return "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"
}

// marking is the published object, word for word.
func marking(t investigation.TLP) object {
	if !t.Valid() {
		t = investigation.TLPRed
	}
	return object{
		"type": "marking-definition", "spec_version": version, "id": markingID(t),
		"created": "2022-10-01T00:00:00.000Z", "name": t.String(),
		"extensions": map[string]any{tlpExtension: map[string]any{
			"extension_type": "property-extension", "tlp_2_0": strings.ToLower(string(t)),
		}},
	}
}
