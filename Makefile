# SPDX-License-Identifier: GPL-3.0-or-later
# Two targets are all that most people need: `make run` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help run test demo build server lint check-style test-build test-unit test-desktop test-gnome test-setup fuzz \
    flatpak-test deb release screenshots module-picture criteria pot clean

SWIFT := build-aux/swift
JOBS ?= 2
BUILD := -j $(JOBS) --explicit-target-dependency-import-check error
# Swift runs tests side by side on as many threads as there are cores. Some compute for as long as they are let, some
# block in calls of GStreamer; tests that wait for a network would wait in vain beside either.
PURE_TESTS := ^(JoomModel|Chat|Recorder|StatisticsExporter|RedisRooms|SocketIOCore|RoomProtocol|PluginKit|CallCore|MediaCore|Fuzz)Tests
DEVICE_TESTS := ^(MediaGStreamer|Devices)Tests
SESSION := /usr/bin/python3 Tests/Desktop/session.py

help: ## List the targets
	@sed -n 's/^\([a-z-]*\)[a-z -]*:.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

run: ## Install what is missing, build, start the app (or a demonstration where there is no display)
	@build-aux/install-packages swift build run
	@$(SWIFT) build $(BUILD) -c release --product joom
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec .build/release/joom $(ARGS); \
	else echo "There is no display here, so Joom shows a call between two made-up people instead."; \
	$(MAKE) --no-print-directory demo; fi

demo: ## A real call between two made-up participants, checked and with its figures printed
	@build-aux/install-packages swift build run
	@$(SWIFT) build $(BUILD) -c release --product joom-cli
	@.build/release/joom-cli demo

server: ## Build the server that stands alone (.build/release/joom-server)
	@build-aux/install-packages swift build
	@$(SWIFT) build $(BUILD) -c release --product joom-server

.PHONY: bench
BENCH_CONNECTIONS ?= 1000
BENCH_RATE ?= 3000

bench: server ## Measure what calls cost the server, beside a bare relay on Node.js: CPU and memory for a message, a connection
	@build-aux/install-packages bench-server
	@bench/signaling/load.py --connections $(BENCH_CONNECTIONS) --rate $(BENCH_RATE) --rounds $(BENCH_ROUNDS) \
	    --beside "node bench/signaling/relay.mjs" -- \
	    .build/release/joom-server --port 0 --set limits.connections_per_address=0 \
	    --set limits.joins_per_second=0 --set limits.events_per_second=0

.PHONY: soak
SOAK_CLIENTS ?= 2000
SOAK_SECONDS ?= 600

soak: server ## Have a crowd come, talk and drop at the server: who hears what, and what is left over (12 minutes)
	@bench/signaling/soak.py --clients $(SOAK_CLIENTS) --seconds $(SOAK_SECONDS) -- \
	    .build/release/joom-server --port 0 --capacity 32 --set limits.connections_per_address=0 \
	    --set limits.joins_per_second=0 --set limits.events_per_second=0

.PHONY: bench-call
BENCH_ROUNDS ?= 5

bench-call: ## Compare calls of Joom with Chromium's: processor, memory, latency, first picture (an hour)
	@build-aux/install-packages swift build run test bench
	@$(SWIFT) build $(BUILD) -c release
	@$(SESSION) --cameras 0 -- /usr/bin/python3 bench/call/run.py --rounds $(BENCH_ROUNDS)

.PHONY: bench-sound
bench-sound: ## Compare how late sound is with Chromium's, its echo, two who speak at once, and lip-sync (40 minutes, bad networks as root)
	@build-aux/install-packages swift build run test bench
	@$(SWIFT) build $(BUILD) -c release
	@$(SESSION) --cameras 0 -- /usr/bin/python3 bench/call/sound.py --rounds $(BENCH_ROUNDS)
	@$(SESSION) --cameras 0 -- /usr/bin/python3 bench/call/doubletalk.py --rounds $(BENCH_ROUNDS)

.PHONY: bench-badlink
bench-badlink: ## Compare pictures through a bad link with Chromium's: freezes, how late they are (40 minutes, as root)
	@build-aux/install-packages swift build run test bench
	@$(SWIFT) build $(BUILD) -c release
	@$(SESSION) --cameras 0 -- /usr/bin/python3 bench/call/badlink.py --rounds $(BENCH_ROUNDS)

.PHONY: bench-startup
bench-startup: ## Compare Joom's start with that of the least GTK window: time to the first picture, memory
	@build-aux/install-packages swift build run test bench
	@$(SWIFT) build $(BUILD) -c release --product joom
	@$(SESSION) --cameras 0 -- /usr/bin/python3 bench/startup/run.py

.PHONY: leak
leak: ## Hold 50 calls in one process, and 20 in one window: descriptors, threads and memory after each (7 minutes)
	@build-aux/install-packages swift build run test
	@$(SWIFT) build $(BUILD)
	@$(SESSION) -- .build/debug/joom-cli demo --calls 50 --duration 2 --snapshot /dev/null
	@$(SESSION) --cameras 0 -- /usr/bin/python3 bench/leak.py --build debug

build: ## Build everything for debugging
	@build-aux/install-packages swift build
	@$(SWIFT) build $(BUILD)

test: ## Install what is missing and run every test
	@build-aux/install-packages swift build run test
	@$(MAKE) --no-print-directory check-style test-setup test-build test-unit test-desktop

lint check-style: ## Check the house style: format, unsafe code, file lengths
	@build-aux/check-style

test-build:
	@$(SWIFT) build $(BUILD) --build-tests

test-unit: ## Run the unit tests (after test-build), in a desktop session of their own
	@$(SWIFT) test -j $(JOBS) --skip-build --filter '$(PURE_TESTS)'
	@$(SESSION) -- $(SWIFT) test -j $(JOBS) --skip-build --filter '$(DEVICE_TESTS)'
	@$(SESSION) -- env ADW_DISABLE_PORTAL=1 $(SWIFT) test -j $(JOBS) --skip-build --skip '$(PURE_TESTS)' \
	    --skip '$(DEVICE_TESTS)'

test-desktop: ## Run the end-to-end tests (after test-build): real windows, browsers, devices, calls
	@/usr/bin/python3 Tests/EndToEnd/all.py

test-gnome: ## Start an installed Joom from the overview of a GNOME Shell (after test-build; installs one if need be)
	@build-aux/install-packages gnome
	@/usr/bin/python3 Tests/EndToEnd/test_gnome_shell.py

FLATPAK ?= /var/tmp/joom-flatpak-$(shell id -u)

flatpak-test: ## Build the Flatpak, on a runtime made of Debian packages, and hold a call in its sandbox (an hour; root)
	@build-aux/install-packages swift build run test gnome flatpak
	@build-aux/flatpak-sources --check
	@[ -d $(FLATPAK)/flatpak/runtime/org.gnome.Sdk ] || build-aux/flatpak-runtime $(FLATPAK)
	@build-aux/flatpak-build $(FLATPAK)
	@$(SWIFT) build $(BUILD) --product joom-cli
	@JOOM_FLATPAK=$(FLATPAK) /usr/bin/python3 Tests/EndToEnd/test_flatpak.py

RELEASE ?= out

deb: ## Build the Debian packages of the last commit, install, use and purge them in a copy of this system (20 minutes; root)
	@build-aux/install-packages swift build run test deb
	@rm -rf $(RELEASE)/deb
	@build-aux/dist $(RELEASE)/deb
	@build-aux/deb $(RELEASE)/deb/*.tar.xz $(RELEASE)/deb
	@$(SWIFT) build $(BUILD) --product joom-cli
	@JOOM_DEBS=$(RELEASE)/deb /usr/bin/python3 Tests/EndToEnd/test_deb.py

release: ## Make tarball, Debian packages, Flatpak bundle and checksums of the last commit (half an hour; root)
	@build-aux/install-packages swift build run test deb flatpak
	@[ -d $(FLATPAK)/flatpak/runtime/org.gnome.Sdk ] || build-aux/flatpak-runtime $(FLATPAK)
	@build-aux/release $(RELEASE)/$$(build-aux/product version) $(FLATPAK)

test-setup: ## Test that the two commands find or fetch what they need
	@/usr/bin/python3 -m unittest discover -v -s Tests/Setup -t Tests

FUZZ_CASES ?= 1000000

fuzz: ## Feed what reads strangers' bytes with FUZZ_CASES bad inputs for each kind (after test-build)
	@JOOM_FUZZ_CASES=$(FUZZ_CASES) $(SWIFT) test -j $(JOBS) --skip-build --no-parallel --filter '^FuzzTests'

screenshots: ## Take the pictures in docs/screenshots (after test-build; installs a GNOME Shell if need be)
	@build-aux/install-packages gnome
	@/usr/bin/python3 Tests/EndToEnd/screenshots.py

module-picture: ## Draw docs/modules.svg from Package.swift
	@build-aux/module-picture

criteria: ## Check what reviewers of GNOME and Flathub look for, and print how much of it holds
	@build-aux/install-packages test
	@build-aux/criteria

clean: ## Remove what was built (the fetched toolchain stays)
	rm -rf .build

pot: ## Collect the text for people into po/joom.pot
	@build-aux/pot
