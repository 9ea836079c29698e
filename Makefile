# Bare `make` prints the targets. `make check` is what CI runs.

SHELL       := /bin/bash
.SHELLFLAGS := -euo pipefail -c
GO          ?= go
FUZZTIME    ?= 10s
BASE        ?= 1.517.0
REVISION    ?= 1.697.4
ARGS        ?=
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

.DEFAULT_GOAL := help
.PHONY: help build test lint golden mock run diff fuzz bench clients check

help: ## print the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build the binary into ./bin/plumbline
	$(GO) build -trimpath -o bin/plumbline ./cmd/plumbline

test: ## the README's test command: everything, on the embedded mock, without a network
	$(GO) test ./...

lint: ## formatting, vet, staticcheck, and golangci-lint where it is installed
	@unformatted=$$(git ls-files -co --exclude-standard '*.go' | xargs gofmt -l); \
	  if [ -n "$$unformatted" ]; then echo "not formatted: $$unformatted (run gofmt -w)"; exit 1; fi
	$(GO) vet ./...
	$(GO) mod tidy -diff
	$(GO) run $(STATICCHECK) ./...
	@if command -v golangci-lint >/dev/null; then golangci-lint run ./...; fi

golden: ## rewrite the golden files; read the difference before you commit it
	$(GO) test ./reports ./suites ./suites/engine -update
	$(GO) test ./cmd/plumbline -run TestScripts -update

mock: ## serve the mock on 127.0.0.1:4010
	$(GO) run ./cmd/plumbline mock --listen 127.0.0.1:4010 $(ARGS)

run: ## run the main job; ARGS="--env sandbox" for another place
	$(GO) run ./cmd/plumbline run $(ARGS)

diff: ## say what an upgrade between two pinned documents breaks: BASE=1.517.0 REVISION=1.697.4
	@$(GO) run ./cmd/plumbline diff plaid-partner@$(BASE) plaid-partner@$(REVISION) $(ARGS) || [ $$? -eq 1 ]

fuzz: ## run every fuzz target for FUZZTIME each
	@for pkg in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
	    echo "$$pkg $$target"; $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$pkg; \
	  done; \
	done

bench: ## what judging one exchange costs, what the engine drives in a second, and a diff beside its peers
	$(GO) test -run '^$$' -bench . -benchmem ./suites/... ./runner/... ./spec/... ./cmd/...

clients: ## install the official clients and the peers that some tests drive; what cannot be installed is skipped
	@(cd runner/mock/testdata/plaid-go && $(GO) mod download) || echo "the Go client is not installed; its test will be skipped"
	@(cd suites/upgrade/testdata/peers && $(GO) mod download) || echo "the peers of diff are not installed; they are left out of make bench"
	@(cd runner/mock/testdata/plaid-node && npm ci --ignore-scripts --no-audit --no-fund) || echo "the Node client is not installed; its test will be skipped"

check: lint build clients test ## everything that CI runs
	./bin/plumbline run
	./bin/plumbline version
