package swapr.user;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/**
 * Stores all users. Write a new or a changed user with {@link #saveAndFlush}, so that a taken e-mail address is found
 * before an event is appended.
 */
interface Users extends JpaRepository<User, UUID> {

    /** Finds a user by an e-mail address in any form; {@link User#normalized} is the stored one. */
    default Optional<User> findByEmail(String email) {
        return findByNormalizedEmail(User.normalized(email));
    }

    /** Uses the index on the lower-case address. */
    @Query("select user from User user where lower(user.email) = :email")
    Optional<User> findByNormalizedEmail(String email);

    /**
     * Returns all operators and locks them until the transaction ends. If two operators delete their accounts at the
     * same time, the second one finds that the first one is gone.
     */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select user from User user where user.operator = true order by user.id")
    List<User> findOperatorsForUpdate();
}
