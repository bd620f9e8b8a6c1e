package swapr.user;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Repository;

/**
 * Stores all users. {@link #add} and {@link #flush} write to the database at once, so that a taken e-mail address is
 * found before an event is appended.
 */
@Repository
class Users {

    private final EntityManager entities;

    Users(EntityManager entities) {
        this.entities = entities;
    }

    /** @throws org.springframework.dao.DataIntegrityViolationException if the id or the e-mail address is taken */
    void add(User user) {
        entities.persist(user);
        entities.flush();
    }

    /**
     * Writes all changes.
     *
     * @throws org.springframework.dao.DataIntegrityViolationException if a changed e-mail address is taken
     */
    void flush() {
        entities.flush();
    }

    void remove(User user) {
        entities.remove(user);
        entities.flush();
    }

    /**
     * Returns all operators and locks them until the transaction ends. If two operators delete their accounts at the
     * same time, the second one finds that the first one is gone.
     */
    List<User> lockOperators() {
        return entities.createQuery("select u from User u where u.operator = true order by u.id", User.class)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    Optional<User> withId(UUID id) {
        return Optional.ofNullable(entities.find(User.class, id));
    }

    Optional<User> withEmail(String email) {
        return entities
                .createQuery("select u from User u where lower(u.email) = :email", User.class)
                .setParameter("email", User.normalized(email))
                .getResultList()
                .stream()
                .findFirst();
    }
}
