package swapr.user;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Repository;

/**
 * All people with an account. Adding and {@link #flush} reach the database at once, so a taken e-mail address is known
 * before an event is appended.
 */
@Repository
class Users {

    private final EntityManager entities;

    Users(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Stores a new person.
     *
     * @throws org.springframework.dao.DataIntegrityViolationException when the id or the e-mail address is taken
     */
    void add(User user) {
        entities.persist(user);
        entities.flush();
    }

    /**
     * Stores what was changed.
     *
     * @throws org.springframework.dao.DataIntegrityViolationException when a changed e-mail address is taken
     */
    void flush() {
        entities.flush();
    }

    void remove(User user) {
        entities.remove(user);
        entities.flush();
    }

    /** All operators, each locked until the transaction ends: of two who leave at the same time, one sees the other gone. */
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
