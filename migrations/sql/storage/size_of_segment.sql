-- What a segment holds of its owner's storage, with what the search keeps of it.
CREATE OR REPLACE FUNCTION app.size_of_segment(segment app.segments) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    RETURN 60 + length(segment.data) + coalesce(length(segment.terms), 0);
