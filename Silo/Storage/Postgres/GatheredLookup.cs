using TradingOps.Grains;
using TradingOps.Grains.Orders;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>
/// Looks orders up by client order id for all accounts of a silo: one query to the database at a time; callers that ask
/// during it share the next one. Thread-safe.
/// </summary>
/// <param name="read">Reads the orders of pairs of account and client order id.</param>
internal sealed class GatheredLookup(Func<string[], string[], Task<List<OrderView>>> read)
{
    private const int MaxGathered = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<Question> _waiting = new();
    private bool _isReading;

    /// <summary>
    /// The orders that an account sent under its own ids; those that are not stored are left out.
    /// <see cref="TradingUnavailableException"/> if the database does not answer.
    /// </summary>
    public Task<IReadOnlyList<OrderView>> FindAsync(string account, IReadOnlyList<string> clientOrderIds)
    {
        var question = new Question(account, clientOrderIds);
        lock (_gate)
        {
            _waiting.Enqueue(question);
            if (_isReading) return question.Answer;
            _isReading = true;
        }
        // Not within the turn of the grain that happens to ask first.
        _ = Task.Run(AnswerAsync);
        return question.Answer;
    }

    private async Task AnswerAsync()
    {
        for (var questions = Take(); questions.Count > 0; questions = Take())
        {
            try
            {
                var orders = await read(
                    [.. questions.SelectMany(q => q.ClientOrderIds.Select(_ => q.Account))],
                    [.. questions.SelectMany(q => q.ClientOrderIds)]);
                var byAccount = orders.ToLookup(o => o.Account, StringComparer.Ordinal);
                foreach (var question in questions) question.Succeed(byAccount[question.Account]);
            }
            catch (Exception e)
            {
                // Whatever it is, it is for those who asked.
                foreach (var question in questions) question.Fail(e);
            }
        }
    }

    private List<Question> Take()
    {
        var questions = new List<Question>();
        var ids = 0;
        lock (_gate)
        {
            while (ids < MaxGathered && _waiting.TryDequeue(out var question))
            {
                questions.Add(question);
                ids += question.ClientOrderIds.Count;
            }
            _isReading = questions.Count > 0;
        }
        return questions;
    }

    private sealed class Question(string account, IReadOnlyList<string> clientOrderIds)
    {
        private readonly TaskCompletionSource<IReadOnlyList<OrderView>> _answer =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Account { get; } = account;

        public IReadOnlyList<string> ClientOrderIds { get; } = clientOrderIds;

        public Task<IReadOnlyList<OrderView>> Answer => _answer.Task;

        // An account may have asked twice: each gets what it asked for.
        public void Succeed(IEnumerable<OrderView> orders) => _answer.TrySetResult(
            [.. orders.Where(o => ClientOrderIds.Any(o.HasClientOrderId)).DistinctBy(o => o.Id)]);

        public void Fail(Exception exception) => _answer.TrySetException(exception);
    }
}
