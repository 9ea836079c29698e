package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/plumbline-dev/plumbline/runner"
)

// helpWidth is how many columns the list of flags takes: what an unchanged terminal has.
const helpWidth = 80

// printHelp explains a command.
func printHelp(cmd *cobra.Command, _ []string) {
	text := cmd.Long
	if text == "" {
		text = cmd.Short
	}
	out := cmd.OutOrStdout()
	fmt.Fprintf(out, "%s\n\n", strings.TrimSpace(text))
	_ = usage(out, cmd)
}

// usage prints how a command is called.
func usage(out io.Writer, cmd *cobra.Command) error {
	fmt.Fprintln(out, "Usage:")
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(out, "  %s COMMAND\n", cmd.CommandPath())
	} else {
		fmt.Fprintf(out, "  %s\n", cmd.UseLine())
	}
	if cmd.Example != "" {
		fmt.Fprintf(out, "\nExamples:\n%s\n", cmd.Example)
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintln(out, "\nCommands:")
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() {
				fmt.Fprintf(out, "  %-*s  %s\n", sub.NamePadding(), sub.Name(), sub.Short)
			}
		}
	}
	fmt.Fprintf(out, "\nFlags:\n%s", cmd.LocalFlags().FlagUsagesWrapped(helpWidth))
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(out, "\n%s COMMAND --help explains a command.\n", cmd.CommandPath())
	}
	return nil
}

func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "explains a command",
		Long:    "Help explains a command, as COMMAND --help does.",
		Example: "  plumbline help run\n  plumbline help spec check",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return noCommand(about, rest)
			}
			about.InitDefaultHelpFlag()
			about.InitDefaultVersionFlag()
			return about.Help()
		},
	}
}

// askNothing is what a command does that only holds others: it says what there is, and that nothing was done.
func askNothing(cmd *cobra.Command, _ []string) error {
	cmd.SetOut(cmd.ErrOrStderr())
	if err := cmd.Help(); err != nil {
		return err
	}
	return conclude(exitUsage)
}

// noCommand refuses an unknown subcommand and names the nearest.
func noCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if !cmd.HasAvailableSubCommands() {
		return noArguments(cmd, args)
	}
	cmd.SuggestionsMinimumDistance = 2
	return fmt.Errorf("unknown command %q%s; see %s --help", args[0], didYouMean("", cmd.SuggestionsFor(args[0])), cmd.CommandPath())
}

// noArguments refuses arguments where only flags are taken.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := ""
	switch {
	case isURL(args[0]) && cmd.Flags().Lookup("url") != nil:
		hint = fmt.Sprintf(" (did you mean --url %s?)", shellWord(args[0]))
	case slices.Contains(runner.EnvironmentNames(), args[0]) && cmd.Flags().Lookup("env") != nil:
		hint = fmt.Sprintf(" (did you mean --env %s?)", args[0])
	case cmd.Flags().Lookup(args[0]) != nil:
		hint = fmt.Sprintf(" (did you mean --%s?)", args[0])
	}
	return fmt.Errorf("%s takes no arguments, got %q%s; see %s --help", cmd.CommandPath(), args[0], hint, cmd.CommandPath())
}

// exactly returns a cobra rule for a number of arguments that says how to mend.
func exactly(n int, mend string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		return fmt.Errorf("%s takes %s, got %d; %s", cmd.CommandPath(), count(n, "argument"), len(args), mend)
	}
}

// count returns a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// didYouMean returns a question to append to an error, or nothing.
func didYouMean(prefix string, near []string) string {
	if len(near) == 0 {
		return ""
	}
	return fmt.Sprintf(" (did you mean %s%s?)", prefix, near[0])
}

// nearestFlag returns flags whose names are like name. Cobra knows how alike two commands are; so the flags are shown to it as such.
func nearestFlag(flags *pflag.FlagSet, name string) []string {
	probe := &cobra.Command{SuggestionsMinimumDistance: 2}
	flags.VisitAll(func(f *pflag.Flag) {
		probe.AddCommand(&cobra.Command{Use: f.Name, Run: func(*cobra.Command, []string) {}})
	})
	return probe.SuggestionsFor(name)
}
