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
		if head, tail, dotted := strings.Cut(s.key, "."); dotted {
			name = tail
			if head != table {
				table = head
				out.WriteString("\n[" + table + "]\n")
			}
		}
		fmt.Fprintf(&out, "\n# %s\n#%s = %s\n", s.doc, name, s.text(Default()))
	}
	out.WriteString("\n# The keys of each action. An empty list frees them; ctrl+c always leaves.\n" +
		"[" + keysTable + "]\n")
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
