package config

import (
	"fmt"
	"strconv"
	"strings"

	"quarry/keymap"
)

// Example is the config file with every setting and every action at its
// default, explained. All of it is commented out, so that a copy changes
// nothing and follows later defaults: "# " begins a sentence, "#" alone a line
// to uncomment.
func Example() string {
	var out strings.Builder
	out.WriteString("# The config file of quarry: config.toml in $XDG_CONFIG_HOME/quarry, or in\n" +
		"# ~/.config/quarry. Everything is optional and shown with its default. The API\n" +
		"# token does not belong here: it is read from CLOUDFLARE_API_TOKEN only.\n")
	table := ""
	for _, s := range settings() {
		name := s.key
		if dot := strings.LastIndexByte(s.key, '.'); dot >= 0 {
			name = s.key[dot+1:]
			if head := s.key[:dot]; head != table {
				table = head
				out.WriteString("\n" + comment(intro(table)) + "[" + table + "]\n")
			}
		}
		if s.doc != "" {
			out.WriteString("\n" + comment(s.doc))
		}
		fmt.Fprintf(&out, "#%s = %s\n", name, s.text(Default()))
	}
	// Its header is commented out as well, and a table stands before it in which
	// these settings are unknown: one that is uncommented alone is refused.
	out.WriteString("\n" + comment(intro(accountsTable)) + "#[" + accountsTable + "." + exampleAccount + "]\n")
	for _, s := range callSettings() {
		fmt.Fprintf(&out, "#%s = %s\n", s.key, s.text(Default()))
	}
	out.WriteString("\n" + comment(intro(keysTable)) + "[" + keysTable + "]\n")
	var group keymap.Group
	for _, b := range keymap.Default().Bindings() {
		if b.Group != group {
			group = b.Group
			fmt.Fprintf(&out, "\n# %s\n", group)
		}
		keys := make([]string, len(b.Keys))
		for i, key := range b.Keys {
			keys[i] = strconv.Quote(key)
		}
		fmt.Fprintf(&out, "#%s = [%s] # %s\n", b.Action, strings.Join(keys, ", "), b.Help)
	}
	return out.String()
}

const exampleAccount = "0123456789abcdef0123456789abcdef"

// intro is what the example says of a whole table.
func intro(table string) string {
	switch table {
	case freshTable:
		return fmt.Sprintf("How long an answer counts as fresh: %s to %s, or %q. An older one is\n"+
			"shown with its age, and asked for again only when you say so.", short(MinFresh), short(MaxFresh), forever)
	case splunkTable:
		return "Copying as a search: the fields of your logs that hold an indicator of each\n" +
			"kind, one or several. The defaults are those of Splunk's Common Information\n" +
			"Model. A kind without a field is left out, and the copy says so."
	case kqlTable:
		return "The same for KQL (Kusto: Sentinel, Defender). All of them have to be columns of\n" +
			"the table that you ask; these are DeviceNetworkEvents'."
	case accountsTable:
		return "The calls of one account. What is left out is as at the top of the file; a\n" +
			"plan or monthly-calls here replaces both at the top."
	case keysTable:
		return "The keys of each action. An empty list frees them; ctrl+c always leaves."
	default:
		return ""
	}
}

// comment is text as lines of comment; nothing for none.
func comment(text string) string {
	if text == "" {
		return ""
	}
	return "# " + strings.ReplaceAll(text, "\n", "\n# ") + "\n"
}
