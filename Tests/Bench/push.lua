-- Pushes prepared requests, each once and in order: a line of the file FILE is a signature, a tab, a body. TARGET is the path.
-- Should the lines run out, the run is worthless: it is told so at the end.
local requests, next_one = {}, 0
wrapped = false

function init()
  local path = os.getenv("TARGET")
  for line in io.lines(os.getenv("FILE")) do
    local tab = line:find("\t", 1, true)
    local headers = { ["Content-Type"] = "application/json", ["X-Self-ID"] = "10001", ["X-Signature"] = line:sub(1, tab - 1) }
    requests[#requests + 1] = wrk.format("POST", path, headers, line:sub(tab + 1))
  end
end

function request()
  next_one = next_one + 1
  if next_one > #requests then
    next_one = 1
    wrapped = true
  end
  return requests[next_one]
end

local threads = {}
function setup(thread) threads[#threads + 1] = thread end

function done(summary, latency, _)
  local again = false
  for _, thread in ipairs(threads) do again = again or thread:get("wrapped") end
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"microseconds":%d,"refused":%d,"broken":%d,"p50":%d,"p99":%d,"wrapped":%s}\n', summary.requests,
    summary.duration, errors.status, errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50),
    latency:percentile(99), tostring(again)))
end
