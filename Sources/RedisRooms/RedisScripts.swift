// SPDX-License-Identifier: GPL-3.0-or-later

/// What runs inside of Redis, so that nobody comes between reading and writing (Protocol.md section 9).
enum RedisScripts {
    /// Writes a room unless somebody else did meanwhile, and tells all who hear it.
    ///
    /// KEYS: the room. ARGV: the revision that is replaced, the record or `null`, milliseconds that it is kept, the
    /// channel, messages. Revisions are microseconds since 1970, so that they rise also where Redis forgot the last one.
    /// Answers `{1, revision}`, or `{0, revision, record}` with what is there.
    static let commit = """
        local revision = redis.call('HGET', KEYS[1], 'revision') or '0'
        if revision ~= ARGV[1] then
            return {0, revision, redis.call('HGET', KEYS[1], 'record') or 'null'}
        end
        local time = redis.call('TIME')
        local following = math.max(time[1] * 1000000 + time[2], revision + 1)
        following = string.format('%.0f', following)
        redis.call('HSET', KEYS[1], 'revision', following, 'record', ARGV[2])
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        redis.call('PUBLISH', ARGV[4], 'room ' .. following .. ' ' .. ARGV[2])
        for index = 5, #ARGV do redis.call('PUBLISH', ARGV[4], ARGV[index]) end
        return {1, following}
        """
}
