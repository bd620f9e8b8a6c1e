-- Tokens are signed with RS256. user-service creates an RSA key at its start, and each user signs in once more.
delete from signing_keys where jwk::json ->> 'kty' <> 'RSA';
