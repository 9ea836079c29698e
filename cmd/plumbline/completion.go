package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

// shells are the shells that can be taught what may be typed.
var shells = map[string]func(cmd *cobra.Command) error{
	"bash":       func(cmd *cobra.Command) error { return cmd.Root().GenBashCompletionV2(cmd.OutOrStdout(), true) },
	"zsh":        func(cmd *cobra.Command) error { return cmd.Root().GenZshCompletion(cmd.OutOrStdout()) },
	"fish":       func(cmd *cobra.Command) error { return cmd.Root().GenFishCompletion(cmd.OutOrStdout(), true) },
	"powershell": func(cmd *cobra.Command) error { return cmd.Root().GenPowerShellCompletionWithDesc(cmd.OutOrStdout()) },
}

func completionCommand() *cobra.Command {
	names := slices.Sorted(maps.Keys(shells))
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "prints a script that completes commands and flags in a shell",
		Long: `Completion prints a script for bash, zsh, fish or powershell. Once the shell
has read it, the tab key completes commands, flags, and the names of
environments, packs, formats and cases.`,
		Example: `  source <(plumbline completion bash)
  plumbline completion bash > /etc/bash_completion.d/plumbline
  plumbline completion zsh > "${fpath[1]}/_plumbline"
  plumbline completion fish > ~/.config/fish/completions/plumbline.fish
  plumbline completion powershell | Out-String | Invoke-Expression`,
		ValidArgs: names,
		Args:      exactly(1, "name one of "+strings.Join(names, ", ")),
		RunE: func(cmd *cobra.Command, args []string) error {
			script := shells[args[0]]
			if script == nil {
				return fmt.Errorf("unknown shell %q; known are %s", args[0], strings.Join(names, ", "))
			}
			return script(cmd)
		},
	}
}

// offer makes a flag complete to fixed words, or to the names of files where files is set.
func offer(cmd *cobra.Command, flag string, files bool, words func() []string) {
	directive := cobra.ShellCompDirectiveNoFileComp
	if files {
		directive = cobra.ShellCompDirectiveDefault
	}
	must(cmd.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return words(), directive
	}))
}

// must panics on an error that only a programmer's mistake can cause.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// completeSession offers the values of the flags of a session.
func completeSession(cmd *cobra.Command) {
	offer(cmd, "env", true, runner.EnvironmentNames)
	offer(cmd, "lifecycle", false, func() []string { return []string{"real", "sample", "none"} })
	offer(cmd, "strictness", false, func() []string { return engine.Strictnesses })
	completePack(cmd)
	must(cmd.RegisterFlagCompletionFunc("case", func(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return caseIDs(cmd, typed), cobra.ShellCompDirectiveNoFileComp
	}))
}

// completePack offers the values of the flags that say what is known of an API.
func completePack(cmd *cobra.Command) {
	offer(cmd, "pack", true, packs.Names)
	offer(cmd, "auth", false, func() []string {
		name := engine.DefaultPack
		if flag := cmd.Flags().Lookup("pack"); flag.Changed {
			name = flag.Value.String()
		}
		pack, err := packs.Load(name)
		if err != nil {
			return nil
		}
		var faces []string
		for _, face := range pack.Faces {
			faces = append(faces, face.Name)
		}
		return faces
	})
}

// reportFlag registers --report.
func reportFlag(cmd *cobra.Command, specs *[]string) {
	cmd.Flags().StringArrayVar(specs, "report", nil, "write a report as `FORMAT=FILE` (- is standard output); may be repeated")
	must(cmd.RegisterFlagCompletionFunc("report", func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		if strings.Contains(typed, "=") {
			return nil, cobra.ShellCompDirectiveDefault
		}
		var words []string
		for _, format := range reports.Formats() {
			words = append(words, format.Name+"=\t"+format.Summary)
		}
		return words, cobra.ShellCompDirectiveNoSpace
	}))
}

// caseIDs are the cases of the plan that begin as typed.
func caseIDs(cmd *cobra.Command, typed string) []string {
	value := func(name string) string {
		if flag := cmd.Flags().Lookup(name); flag.Changed {
			return flag.Value.String()
		}
		return ""
	}
	options := engine.Options{Pack: value("pack"), Document: value("document"), PlanOnly: true}
	session, err := engine.Open(cmd.Context(), options)
	if err != nil {
		return nil
	}
	var ids []string
	for _, g := range session.Groups() {
		for _, c := range g.Cases {
			if strings.HasPrefix(c.ID, typed) {
				ids = append(ids, c.ID+"\t"+c.Title)
			}
		}
	}
	return ids
}
