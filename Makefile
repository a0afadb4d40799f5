.DEFAULT_GOAL := help
.PHONY: help run cluster observe demo stop status test test-fast test-times bench bench-http format

help: ## This list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Runs one silo and one front on this machine, over the embedded store.
	@deploy/local/run.sh

cluster: ## Runs three silos and two fronts on this machine, over PostgreSQL.
	@deploy/local/cluster.sh

observe: ## Runs Prometheus and Alertmanager beside what runs.
	@deploy/local/observe.sh

demo: ## Kills a silo, a front and the database under load, and shows that nothing is lost.
	@deploy/local/demo.sh

status: ## Shows what runs, and whether it is healthy.
	@deploy/local/status.sh

stop: ## Stops everything that this clone started.
	@deploy/local/stop.sh

test: ## Runs every check and test; installs what is missing, as root on Debian. FILTER chooses tests.
	@FILTER='$(FILTER)' Tests/run.sh

test-fast: ## Runs the tests of Engine and Grains, and the first order; needs the .NET SDK only.
	@Tests/run.sh fast

test-times: ## Shows the slowest tests of the last run, and processor seconds per class.
	@Tests/times.sh

bench: ## Measures the matching engine.
	dotnet run --configuration Release --project Benchmarks -- bench

bench-http: ## Measures an order over HTTP. OPTIONS, such as '--provider PostgreSql', chooses what.
	@dotnet build TradingOps.sln --configuration Release --nologo --verbosity quiet
	@DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1 \
		dotnet Benchmarks/bin/Release/net10.0/TradingOps.Benchmarks.dll http $(OPTIONS)

format: ## Formats the code.
	dotnet format TradingOps.sln
