.PHONY: run cluster test bench format

# One silo and one front on this machine, over the embedded store.
run:
	@deploy/local/run.sh

# Three silos and two fronts on this machine, over PostgreSQL.
cluster:
	@deploy/local/cluster.sh

# Everything: formatting, unit, grain and end-to-end tests.
test:
	@FILTER='$(FILTER)' Tests/run.sh

# The matching engine, measured.
bench:
	dotnet run --configuration Release --project Benchmarks -- bench

format:
	dotnet format TradingOps.sln
