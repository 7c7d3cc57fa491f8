// Command quarry is a terminal workbench over Cloudflare's threat intelligence.
package main

import (
	"context"
	"os"
	"runtime/debug"

	"quarry/ui/cli"
)

func main() {
	host := cli.Host{
		Args: os.Args[1:], Environ: os.Environ(),
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
	}
	host.Build, _ = debug.ReadBuildInfo()
	for _, name := range cli.TokenVariables() {
		// No program that quarry starts, for the clipboard, ever sees the token.
		if err := os.Unsetenv(name); err != nil {
			os.Exit(1)
		}
	}
	os.Exit(cli.Run(context.Background(), host))
}
