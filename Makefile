# The commands of this project. `make` alone lists them.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

GO       ?= go
FUZZTIME ?= 30s
OURS     := cmd internal questions views public

# Tools that Go fetches, builds and keeps by itself; pinned, and no part of go.mod.
GOTESTSUM := $(GO) run gotest.tools/gotestsum@v1.13.0
GOLANGCI  := $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOVULN    := $(GO) run golang.org/x/vuln/cmd/govulncheck@v1.9.0
BENCHSTAT := $(GO) run golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: ## Serve the shipped sets on http://127.0.0.1:8080
	$(GO) run ./cmd/verbatim

# The summary tells what was skipped, and why. -count=1: a tool that has been
# installed since is no reason for go test to run a test again.
.PHONY: test
test: ## Run every test; installs what they need, unless VERBATIM_INSTALL=no
	@.ci/install
	@$(MAKE) vet
	@echo "testing"
	@if $(GOTESTSUM) --version >/dev/null 2>&1; then \
		$(GOTESTSUM) --format standard-quiet -- -count=1 -timeout 20m ./...; \
	else \
		$(GO) test -count=1 -timeout 20m ./...; \
	fi

.PHONY: vet
vet:
	@echo "gofmt and go vet"
	@bad=$$(gofmt -l $(OURS)) && test -z "$$bad" || { echo "not formatted; run \`make fmt\`:" $$bad; exit 1; }
	@$(GO) vet ./...

.PHONY: check
check: ## Check the question sets that ship
	$(GO) run ./cmd/verbatim check questions/

.PHONY: lint
lint: vet ## Run the linters of .golangci.yml
	$(GOLANGCI) run

.PHONY: fmt
fmt: ## Format the Go files
	gofmt -w $(OURS)

# The machine should have nothing else to do. BENCH takes flags, such as BENCH='-rounds 7'.
.PHONY: bench
bench: ## Measure the server beside the limits of this machine; writes bench.json
	$(GO) run ./internal/bench $(BENCH)

.PHONY: bench-micro
bench-micro: ## Run the benchmarks of the packages
	$(GO) test -run '^$$' -bench . -benchmem ./...

.PHONY: bench-compare
bench-compare: ## Compare the packages' benchmarks with those of the commit BASE
	@test -n "$(BASE)" || { echo "say with which commit to compare: make bench-compare BASE=HEAD~1"; exit 2; }
	@dir=$$(mktemp -d) && trap 'git worktree remove --force '$$dir'/base; rm -rf '$$dir EXIT && \
		git worktree add -q --detach $$dir/base $(BASE) && \
		(cd $$dir/base && $(GO) test -run '^$$' -bench . -benchmem -count 6 ./... > $$dir/before) && \
		$(GO) test -run '^$$' -bench . -benchmem -count 6 ./... > $$dir/after && \
		$(BENCHSTAT) $$dir/before $$dir/after

.PHONY: faults
faults: ## Break the program in every numbered way, and count what is lost; some minutes
	@.ci/faults

# The race detector needs a C compiler. These are the packages whose parts run at once.
.PHONY: race
race: ## Run the packages that share memory under the race detector
	$(GO) test -race -count=1 -timeout 20m ./internal/store/... ./internal/play ./internal/web ./internal/ops ./internal/faults

# VULNDB is the folder of a vulnerability database, for machines without a network.
.PHONY: vuln
vuln: ## Look for known vulnerabilities in what the program calls
	@if $(GOVULN) -version >/dev/null 2>&1; then \
		$(GOVULN) $(if $(VULNDB),-db file://$(abspath $(VULNDB))) ./cmd/verbatim; \
	else \
		echo "govulncheck cannot be fetched here: vulnerabilities were not looked for"; \
	fi

.PHONY: dist
dist: ## Build the program for every system, with checksums, SBOM and licences, in dist/
	$(GO) run ./internal/dist

# Without a bound, making inputs small takes nearly all of the time.
.PHONY: fuzz
fuzz: ## Run each fuzz target for FUZZTIME (30s)
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 100x $$package || exit 1; \
		done; \
	done
