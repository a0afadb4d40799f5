.PHONY: help run cluster demo observe status stop test test-fast test-times bench bench-http format

# Lists the targets.
help:
	@awk '/^# /{ text = substr($$0, 3); next } /^[a-z][a-z-]*:/ { sub(":.*", ""); printf "make %-12s %s\n", $$0, text } \
		{ text = "" }' Makefile

# Runs one silo and one front over the embedded store, until Ctrl-C.
run:
	@deploy/local/run.sh

# Runs three silos and two fronts over PostgreSQL, until Ctrl-C.
cluster:
	@deploy/local/cluster.sh

# Kills a silo, a front and PostgreSQL while orders are sent, and checks that no order is lost or doubled.
demo:
	@deploy/local/demo.sh

# Runs Prometheus and Alertmanager beside the stack that runs, until Ctrl-C.
observe:
	@deploy/local/observe.sh

# Lists what runs from this clone, and whether it is healthy.
status:
	@deploy/local/status.sh

# Stops what runs from this clone.
stop:
	@deploy/local/stop.sh

# Runs every check and test; installs what is missing, as root on Debian. FILTER chooses tests.
test:
	@FILTER='$(FILTER)' Tests/run.sh

# Runs the tests of Engine and Grains, and the first order; needs the .NET SDK only.
test-fast:
	@Tests/run.sh fast

# Lists the slowest tests of the last run, and processor seconds per class.
test-times:
	@Tests/times.sh

# Measures the matching engine.
bench:
	dotnet run --configuration Release --project Benchmarks -- bench

# Measures orders over HTTP; OPTIONS='--provider PostgreSql' and others are in the README.
bench-http:
	@dotnet build TradingOps.sln --configuration Release --nologo --verbosity quiet
	@DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1 \
		dotnet Benchmarks/bin/Release/net10.0/TradingOps.Benchmarks.dll http $(OPTIONS)

# Formats the code.
format:
	dotnet format TradingOps.sln
