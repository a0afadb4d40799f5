.PHONY: run cluster observe test test-fast test-times bench bench-http format

# One silo and one front on this machine, over the embedded store.
run:
	@deploy/local/run.sh

# Three silos and two fronts on this machine, over PostgreSQL.
cluster:
	@deploy/local/cluster.sh

# Prometheus and Alertmanager beside a stack that runs.
observe:
	@deploy/local/observe.sh

# Everything: formatting, unit, grain and end-to-end tests.
test:
	@FILTER='$(FILTER)' Tests/run.sh

# Engine, Grains and the first order: needs the .NET SDK only.
test-fast:
	@Tests/run.sh fast

# The slowest tests of the last run, and processor seconds per class.
test-times:
	@Tests/times.sh

# The matching engine, measured.
bench:
	dotnet run --configuration Release --project Benchmarks -- bench

# The whole way of an order over HTTP, measured. Settings: OPTIONS, such as '--provider PostgreSql'.
bench-http:
	@dotnet build TradingOps.sln --configuration Release --nologo --verbosity quiet
	@DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1 \
		dotnet Benchmarks/bin/Release/net10.0/TradingOps.Benchmarks.dll http $(OPTIONS)

format:
	dotnet format TradingOps.sln
