.PHONY: run test bench format

# One silo and one front on this machine, over the embedded store.
run:
	@deploy/local/run.sh

# Everything: formatting, unit, grain and end-to-end tests.
test:
	@FILTER='$(FILTER)' Tests/run.sh

# The matching engine, measured.
bench:
	dotnet run --configuration Release --project Benchmarks -- bench

format:
	dotnet format TradingOps.sln
